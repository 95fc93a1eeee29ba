//! Functions of classes and imports as Python declares them, which is more than their parameters and results.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::annotation::{Spell, Word};
use super::function::Function;
use super::types::Type;
use crate::class::{Role, SELF};
use crate::special::{self, Wanted};

impl Function {
    /// What stands above it in a class.
    pub fn decorator(&self, spell: &mut Spell<'_>) -> Option<String> {
        let name = match self.role {
            Role::Getter => "property",
            Role::Setter => return Some(format!("{}.setter", self.local_name())),
            Role::Static => "staticmethod",
            Role::Class => "classmethod",
            Role::Free | Role::Constructor | Role::Method => return None,
        };
        Some(spell(Word::Builtin(name)))
    }

    /// The parameters of a function of a class, with the object or class that Python passes.
    pub fn member_parameters(&self, spell: &mut Spell<'_>) -> Vec<String> {
        let receiver = match self.role {
            Role::Free | Role::Static => None,
            Role::Constructor | Role::Class => Some("cls"),
            _ => Some(SELF),
        };
        let receiver = receiver.map(|wanted| {
            let mut name = wanted.to_string();
            while self.arguments().iter().any(|p| p.name == name) {
                name.push('_');
            }
            name
        });
        let object = "object";
        let own = match self.local_name() {
            // Python asks about objects of any type.
            "__eq__" | "__ne__" if self.role == Role::Method => {
                let object = spell(Word::Builtin(object));
                Vec::from([format!("other: {object}"), "/".to_string()])
            }
            // The exception stays in Python.
            "__exit__" => Vec::from([format!("*exception: {}", spell(Word::Builtin(object)))]),
            _ => self.python_parameters(spell),
        };
        receiver.into_iter().chain(own).collect()
    }

    /// The result of a function of a class.
    pub fn member_result(&self, spell: &mut Spell<'_>) -> String {
        let found = special::find(self.local_name()).filter(|_| self.role == Role::Method);
        match (found.map(|s| s.result), &self.result) {
            // An object of a class that derives from it, if that is called.
            _ if self.role == Role::Constructor => spell(Word::Imported("Self")),
            (Some(Wanted::Option), Type::Option(item)) => item.result_annotation(spell),
            (Some(Wanted::Unit), _) if self.is_in_place() => spell(Word::Imported("Self")),
            (Some(_), result) if result.is_unit() && self.local_name() == "__enter__" => {
                spell(Word::Imported("Self"))
            }
            (_, result) => result.result_annotation(spell),
        }
    }

    /// Whether it is an operator such as `+=`, whose value is the object itself.
    pub fn is_in_place(&self) -> bool {
        let name = self.local_name();
        let found = special::find(name).filter(|_| self.role == Role::Method);
        name.starts_with("__i") && found.is_some_and(|s| s.result == Wanted::Unit)
    }

    /// The parameters of a function of an import: they come out of the guest, by position.
    pub fn given_parameters(&self, spell: &mut Spell<'_>) -> Vec<String> {
        let mut receiver = SELF.to_string();
        while self.params.iter().any(|p| p.name == receiver) {
            receiver.push('_');
        }
        let params = self.params.iter();
        let params = params.map(|p| format!("{}: {}", p.name, p.ty.result_annotation(spell)));
        let mut all: Vec<String> = [receiver].into_iter().chain(params).collect();
        all.push("/".to_string());
        all
    }

    /// The result of a function of an import: it goes into the guest.
    pub fn given_result(&self, spell: &mut Spell<'_>) -> String {
        self.result.parameter_annotation(spell)
    }
}
