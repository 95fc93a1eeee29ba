//! `signature = (a, b = 1, /, *args, c = 2, **kwargs)`: how the parameters can be passed in Python.
//!
//! The grammar is that of Python's `def`, and of PyO3's option of this name.

use proc_macro2::Span;
use pyext_abi::parameter::ParamKind;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Token};

use crate::error::{Errors, span};

/// What is said of an annotation.
pub const NO_TYPES: &str =
    "a signature has no types: Python is told those of the Rust function. Remove this one";

/// What stands between two commas.
pub enum Entry {
    /// `/`
    Slash(Token![/]),
    /// `*`
    Star(Token![*]),
    /// `*name`
    Args(Named),
    /// `**name`
    Kwargs(Named),
    /// `name`, `name = default`
    Param(Named),
}

/// A name and what may stand behind it.
pub struct Named {
    /// The name.
    pub ident: Ident,
    /// The default.
    pub default: Option<Expr>,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ends = |input: ParseStream<'_>| input.is_empty() || input.peek(Token![,]);
        if input.peek(Token![/]) {
            return input.parse().map(Entry::Slash);
        }
        if !input.peek(Token![*]) {
            return input.parse().map(Entry::Param);
        }
        let star = input.parse()?;
        if ends(input) {
            return Ok(Entry::Star(star));
        }
        if input.peek(Token![*]) {
            input.parse::<Token![*]>()?;
            return input.parse().map(Entry::Kwargs);
        }
        input.parse().map(Entry::Args)
    }
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Err(
                input.error("expected the name of a parameter, `/`, `*`, `*args` or `**kwargs`")
            );
        }
        let ident = input.call(Ident::parse_any)?;
        if input.peek(Token![:]) {
            return Err(input.error(NO_TYPES));
        }
        let default = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        Ok(Named { ident, default })
    }
}

/// A parameter as the signature has it.
pub struct Declared {
    /// Its name.
    pub ident: Ident,
    /// How it can be passed.
    pub kind: ParamKind,
    /// Its default.
    pub default: Option<Expr>,
}

/// Where in the signature we are.
#[derive(Clone, Copy)]
enum State {
    /// Before any mark: parameters that can be passed by position.
    Positional,
    /// Behind `/`.
    AfterSlash,
    /// Behind a `*` at this place, while no parameter has followed.
    AfterStar(Span),
    /// Behind `*args`, or a parameter behind `*`.
    Keywords,
    /// Behind `**kwargs`: nothing follows.
    End,
}

/// Reads entry after entry.
struct Machine<'e> {
    state: State,
    declared: Vec<Declared>,
    /// The first positional parameter with a default.
    optional: Option<Ident>,
    errors: &'e mut Errors,
}

/// The parameters in order. What breaks the grammar is reported, and then read as far as it makes sense.
pub fn read(entries: Vec<Entry>, errors: &mut Errors) -> Vec<Declared> {
    let mut machine = Machine {
        state: State::Positional,
        declared: Vec::new(),
        optional: None,
        errors,
    };
    for entry in entries {
        machine.step(entry);
    }
    machine.leave();
    machine.declared
}

impl Machine<'_> {
    fn step(&mut self, entry: Entry) {
        match entry {
            Entry::Slash(token) => self.slash(span(&token)),
            Entry::Star(token) => self.star(span(&token)),
            Entry::Args(named) => self.args(named),
            Entry::Kwargs(named) => self.kwargs(named),
            Entry::Param(named) => self.param(named),
        }
    }

    fn wrong(&mut self, span: Span, message: &str) {
        self.errors.at_span(span, "PX111", message);
    }

    fn slash(&mut self, span: Span) {
        match self.state {
            State::Positional if self.declared.is_empty() => {
                self.wrong(span, "a parameter has to stand before `/`: it says that those before it are positional only");
            }
            State::Positional => {
                for before in &mut self.declared {
                    before.kind = ParamKind::Positional;
                }
                self.state = State::AfterSlash;
            }
            State::AfterSlash => self.wrong(span, "`/` stands twice. Remove one"),
            State::AfterStar(_) | State::Keywords | State::End => {
                self.wrong(span, "`/` has to stand before `*` and `**`");
            }
        }
    }

    fn star(&mut self, span: Span) {
        match self.state {
            State::Positional | State::AfterSlash => self.state = State::AfterStar(span),
            State::AfterStar(_) | State::Keywords => {
                self.wrong(span, "one `*` or `*args` is all that a signature can have: what follows it is keyword only. Remove this one");
            }
            State::End => self.after_end(span),
        }
    }

    fn args(&mut self, named: Named) {
        let span = named.ident.span();
        match self.state {
            State::Positional | State::AfterSlash => self.state = State::Keywords,
            State::AfterStar(_) | State::Keywords => {
                self.wrong(span, "one `*` or `*args` is all that a signature can have: what follows it is keyword only. Remove this one");
            }
            State::End => self.after_end(span),
        }
        self.push_collector(named, ParamKind::Variadic);
    }

    fn kwargs(&mut self, named: Named) {
        if let State::End = self.state {
            self.after_end(named.ident.span());
        }
        self.leave();
        self.state = State::End;
        self.push_collector(named, ParamKind::Keywords);
    }

    fn param(&mut self, named: Named) {
        let kind = match self.state {
            State::Positional | State::AfterSlash => {
                self.check_order(&named);
                ParamKind::Usual
            }
            State::AfterStar(_) | State::Keywords => {
                self.state = State::Keywords;
                ParamKind::Keyword
            }
            State::End => {
                self.after_end(named.ident.span());
                ParamKind::Keyword
            }
        };
        let Named { ident, default } = named;
        self.declared.push(Declared {
            ident,
            kind,
            default,
        });
    }

    /// Python could not tell which of the two a position means.
    fn check_order(&mut self, named: &Named) {
        match (&self.optional, &named.default) {
            (None, Some(_)) => self.optional = Some(named.ident.clone()),
            (Some(optional), None) => {
                let message = format!(
                    "`{}` needs a default, because `{optional}` before it has one. Give it one, or make it keyword only behind `*`",
                    named.ident
                );
                self.errors.at(&named.ident, "PX111", message);
            }
            _ => {}
        }
    }

    fn push_collector(&mut self, named: Named, kind: ParamKind) {
        if let Some(default) = &named.default {
            let message = format!(
                "`{}` cannot have a default: without arguments for it, it is empty",
                named.ident
            );
            self.errors.at(default, "PX111", message);
        }
        self.declared.push(Declared {
            ident: named.ident,
            kind,
            default: None,
        });
    }

    fn after_end(&mut self, span: Span) {
        self.wrong(span, "nothing can follow `**kwargs`. Move it to the end");
    }

    /// The end of what can follow `*`.
    fn leave(&mut self) {
        if let State::AfterStar(span) = self.state {
            self.wrong(
                span,
                "a parameter has to follow `*`: it says that those behind it are keyword only",
            );
        }
    }
}

/// Reports where the signature does not name the parameters of the function, each once and in their order.
pub fn compare(declared: &[Declared], params: &[&Ident], errors: &mut Errors) {
    let mut wrong = false;
    for (i, entry) in declared.iter().enumerate() {
        if declared[..i].iter().any(|d| same(&d.ident, &entry.ident)) {
            wrong = true;
            errors.at(
                &entry.ident,
                "PX112",
                format_args!("`{}` stands twice in the signature", entry.ident),
            );
        } else if !params.iter().any(|p| same(p, &entry.ident)) {
            wrong = true;
            errors.at(
                &entry.ident,
                "PX112",
                format_args!("the function has no parameter `{}`", entry.ident),
            );
        }
    }
    for param in params {
        if !declared.iter().any(|d| same(&d.ident, param)) {
            wrong = true;
            errors.at(
                param,
                "PX112",
                format_args!("the parameter `{param}` is missing in the signature"),
            );
        }
    }
    if !wrong
        && let Some((entry, param)) = declared
            .iter()
            .zip(params)
            .find(|(entry, param)| !same(&entry.ident, param))
    {
        errors.at(
            &entry.ident,
            "PX112",
            format_args!(
                "the function has the parameter `{param}` here. The signature has to name them in the function's order"
            ),
        );
    }
}

fn same(a: &Ident, b: &Ident) -> bool {
    a.unraw() == b.unraw()
}
