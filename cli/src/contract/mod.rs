//! Contracts: what a program expects of its plugins, as an interface; which of it a plugin does not keep. The rules are
//! those of [`crate::diff`], but for what types are called. `pyext_host.contracts` says the same in Python.

mod same;

use pyext_abi::interface::Interface;
use serde_json::Value;

use crate::diff::compare::changes;
use crate::diff::{Change, Event, Level, Source, key_name};
use crate::error::Error;
use crate::escape;

/// What a plugin does not keep of a contract, sorted by place.
pub fn judge(contract: &Source, plugin: &Interface) -> Vec<Error> {
    let differences = differences(&contract.interface, plugin);
    let finding = |difference: Difference| {
        Error::new(
            difference.code,
            escape::sentence(&format!("{}: {}", difference.place, difference.reason)),
        )
        .place(format!("the contract {}", contract.path.display()))
        .mend(mend(difference.code))
    };
    differences.into_iter().map(finding).collect()
}

/// One way in which a plugin does not keep a contract.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Difference {
    place: String,
    code: &'static str,
    reason: String,
}

fn differences(contract: &Interface, plugin: &Interface) -> Vec<Difference> {
    let value = |interface: &Interface| serde_json::to_value(interface).unwrap_or_default();
    let (contract, plugin) = (value(contract), value(plugin));
    let names = same::names(&contract, &plugin);
    let plugin = same::told(&plugin, &names, &contract);
    let contract = same::told(&contract, &same::Names::new(), &Value::Null);
    let mut found: Vec<Difference> = changes(&contract, &plugin)
        .into_iter()
        .filter(|change| change.level == Level::Major)
        .filter_map(difference)
        .collect();
    found.sort();
    found
}

/// What a change from the contract to the plugin means; none if it is the plugin's own affair.
fn difference(change: Change) -> Option<Difference> {
    let word = change.word;
    let (code, reason) = match &change.event {
        Event::Gone => {
            let code = match word {
                "parameter" => "PX341",
                "field" | "case" | "flag" => "PX344",
                _ => "PX340",
            };
            (code, "it is missing".to_string())
        }
        Event::New => {
            let code = match word {
                "parameter" => "PX342",
                "field" => "PX344",
                _ => "PX345",
            };
            (code, "the contract does not have it".to_string())
        }
        Event::Order { was, is } => {
            let code = match word {
                "parameter" => "PX341",
                _ => "PX344",
            };
            (code, format!("the order is {is}, the contract has {was}"))
        }
        Event::Key { key, was, is } => {
            let code = match (key.as_str(), word) {
                ("name" | "class", _) => return None,
                ("type" | "result" | "writable", _) => "PX343",
                ("kind", "parameter") => "PX341",
                ("default", _) => "PX346",
                ("raises", _) => "PX347",
                _ => "PX344",
            };
            let key = key_name(key);
            let reason = match (was, is) {
                (Some(was), Some(is)) => format!("{key} is {is}, the contract has {was}"),
                (Some(was), None) => format!("it has no {key}, the contract has {was}"),
                (None, is) => format!(
                    "{key} is {}, the contract has none",
                    is.as_deref().unwrap_or("none")
                ),
            };
            (code, reason)
        }
    };
    Some(Difference {
        place: change.place,
        code,
        reason,
    })
}

fn mend(code: &str) -> &'static str {
    match code {
        "PX340" => {
            "add it: `cargo pyext new --interface CONTRACT NAME` makes a plugin that has all, to copy from"
        }
        "PX341" => "the names, order and kinds of the contract: `#[export(signature = (…))]`",
        "PX342" => "a default: `#[export(signature = (…, name = VALUE))]`",
        "PX343" => "the type of the contract",
        "PX344" => "the fields, cases and attributes of the contract, in its order",
        "PX345" => "do without it: who loads the plugin does not give it",
        "PX346" => "a default, as the contract has one: `#[export(signature = (…, name = VALUE))]`",
        _ => "the error of the contract; `String` and any other are for where it has none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tool_judges_as_the_host_does() {
        let cases: Value =
            serde_json::from_str(include_str!("../../../host/tests/contracts.json")).unwrap();
        let interface = |part: &Value| {
            let mut whole = serde_json::json!({"abi": 1, "sdk": "test", "name": "a"});
            for (key, value) in part.as_object().unwrap() {
                whole[key] = value.clone();
            }
            Interface::parse(whole.to_string().as_bytes()).unwrap()
        };
        let cases = cases["cases"].as_array().unwrap();
        assert!(cases.len() > 10);
        for case in cases {
            let found = differences(&interface(&case["contract"]), &interface(&case["plugin"]));
            let found: Vec<Value> = found
                .into_iter()
                .map(|d| serde_json::json!([d.code, d.place, d.reason]))
                .collect();
            assert_eq!(Value::Array(found), case["differences"], "{}", case["name"]);
        }
    }
}
