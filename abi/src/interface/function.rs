//! Functions and their parameters: what crosses in a call.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::Value;

use super::types::{ResultKind, Type};
use crate::class::Role;
use crate::layout::{self, Layout};
use crate::names;
use crate::parameter::ParamKind;
use crate::primitive::WasmType;

/// One exported function, or one of an import.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Function {
    /// Its name in Python, with that of its submodule or class in front.
    pub name: String,
    /// What it is to its class.
    #[serde(skip_serializing_if = "Role::is_free")]
    pub role: Role,
    /// Documentation.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub docs: String,
    /// Its parameters.
    pub params: Vec<Param>,
    /// Type of the result.
    #[serde(skip_serializing_if = "Type::is_unit")]
    pub result: Type,
    /// The error's type if the function can fail: unit if that is a text only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raises: Option<Type>,
    /// Whether it handles secrets, which are overwritten after the call.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub wipe: bool,
    /// Whether there is a second export, which runs it on arrays.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub vectorize: bool,
}

/// One parameter.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the guest changes the list in place.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub writable: bool,
    /// How it can be passed in Python.
    #[serde(skip_serializing_if = "ParamKind::is_usual")]
    pub kind: ParamKind,
    /// The value that counts if the caller leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
}

impl Function {
    /// The name of the class that it belongs to.
    pub fn class(&self) -> Option<&str> {
        match self.role {
            Role::Free => None,
            _ => super::submodule(&self.name),
        }
    }

    /// The submodule that it is in, or its class is; none at the top.
    pub fn submodule(&self) -> Option<&str> {
        match self.role {
            Role::Free => super::submodule(&self.name),
            _ => self.class().and_then(super::submodule),
        }
    }

    /// Its name without its submodule's and class's.
    pub fn local_name(&self) -> &str {
        super::local_name(&self.name)
    }

    /// The name of its export.
    pub fn export_name(&self) -> String {
        let path = match self.role {
            Role::Constructor => self.class().unwrap_or_default(),
            _ => &self.name,
        };
        format!("{}{path}", self.role.mark())
    }

    /// The symbols of its wrappers, each with the name of its export, where the first has this symbol.
    pub fn wrappers(&self, symbol: &str) -> Vec<(String, String)> {
        let mut found = vec![(symbol.into(), self.export_name())];
        if let Some(name) = self.vectorized_name() {
            found.push((format!("{symbol}{}", names::VECTORIZED), name));
        }
        found
    }

    /// The name of the export that runs it on arrays, if there is one.
    pub fn vectorized_name(&self) -> Option<String> {
        self.vectorize
            .then(|| format!("{}{}", names::VECTORIZED, self.name))
    }

    /// The parameters but for the object that it is called on.
    pub fn arguments(&self) -> &[Param] {
        match (self.role.has_self(), &self.params[..]) {
            (true, [_, arguments @ ..]) => arguments,
            _ => &self.params,
        }
    }

    /// Every type that it has to do with.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let params = self.params.iter().map(|p| &p.ty);
        params.chain([&self.result]).chain(&self.raises)
    }

    /// The wasm types of the parameters of its export.
    pub fn wasm_parameters(&self) -> Vec<WasmType> {
        self.params
            .iter()
            .flat_map(|p| p.ty.parameter_types())
            .collect()
    }

    /// The wasm types of the parameters of the export that runs it on arrays: address and step of each, then of the results
    /// the address and the number.
    pub fn vectorized_parameters(&self) -> Vec<WasmType> {
        vec![WasmType::I32; 2 * self.params.len() + 2]
    }

    /// How the result comes back, or the error in its place.
    pub fn result_kind(&self) -> ResultKind {
        match self.raises {
            Some(_) => ResultKind::Compound,
            None => self.result.result_kind(),
        }
    }

    /// The wasm type of the result of its export.
    pub fn wasm_result(&self) -> Option<WasmType> {
        match self.result_kind() {
            ResultKind::Unit => None,
            ResultKind::Scalar(w) => Some(w),
            ResultKind::Compound => Some(WasmType::I32),
        }
    }

    /// Layout of what comes back in memory, if that is where it comes.
    pub fn outcome_layout(&self) -> Layout {
        let result = self.result.layout();
        match &self.raises {
            Some(error) => layout::result(result, layout::error(error.layout())),
            None => result,
        }
    }
}
