//! How a parameter can be passed in Python.

/// How a parameter can be passed in Python. They stand in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum ParamKind {
    /// By its position only.
    Positional,
    /// By position or by name.
    #[default]
    Usual,
    /// All further positions: `*name`.
    Variadic,
    /// By name only.
    Keyword,
    /// All further names: `**name`.
    Keywords,
}

impl ParamKind {
    /// Every kind, in order.
    pub const ALL: [ParamKind; 5] = [
        ParamKind::Positional,
        ParamKind::Usual,
        ParamKind::Variadic,
        ParamKind::Keyword,
        ParamKind::Keywords,
    ];

    /// Whether this is the kind that interfaces leave out.
    pub fn is_usual(&self) -> bool {
        *self == ParamKind::Usual
    }

    /// The name in interfaces.
    pub const fn name(self) -> &'static str {
        match self {
            ParamKind::Positional => "positional",
            ParamKind::Usual => "usual",
            ParamKind::Variadic => "variadic",
            ParamKind::Keyword => "keyword",
            ParamKind::Keywords => "keywords",
        }
    }

    /// The kind of this name, if there is one that interfaces write.
    pub fn from_name(name: &str) -> Option<ParamKind> {
        let mut kinds = ParamKind::ALL.into_iter().filter(|kind| !kind.is_usual());
        kinds.find(|kind| kind.name() == name)
    }
}
