//! What objects a type holds, so that types without any need no code for them.

/// What objects a type holds.
#[derive(Clone, Copy)]
pub struct Holds {
    /// Some that are lent for the call.
    lent: bool,
    /// Some that change their owner.
    owned: bool,
}

impl Holds {
    /// None.
    pub const NOTHING: Holds = Holds {
        lent: false,
        owned: false,
    };
    /// One that is lent.
    pub const LENT: Holds = Holds {
        lent: true,
        owned: false,
    };
    /// One that changes its owner.
    pub const OWNED: Holds = Holds {
        lent: false,
        owned: true,
    };

    /// What a whole of such parts holds.
    pub const fn all(parts: &[Holds]) -> Holds {
        let mut all = Holds::NOTHING;
        let mut i = 0;
        while i < parts.len() {
            all.lent |= parts[i].lent;
            all.owned |= parts[i].owned;
            i += 1;
        }
        all
    }

    /// Whether there are any.
    pub const fn any(self) -> bool {
        self.lent || self.owned
    }
}

/// Refuses a reference to what would take objects away from Python.
pub(crate) const fn assert_lends(holds: Holds) {
    assert!(
        !holds.owned,
        "PX145: a reference to a value that owns objects would take them away from Python. Write `&[&C]` in place of `&[C]`, \
         `Option<&C>` in place of `&Option<C>`; or take the value itself, if the objects are to be used up"
    );
}

/// Refuses objects where only values can stand.
pub(crate) const fn assert_holds_nothing(holds: Holds) {
    assert!(
        !holds.any(),
        "PX146: an object of a class cannot be part of an error, of what an import, a callable or an iterable takes or gives. Pass \
         a record or a number in its place"
    );
}
