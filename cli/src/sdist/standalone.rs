//! A package's manifest made to stand for itself: what it inherits from a workspace is written out, and packages that it
//! names by path lie beside it.

use std::collections::BTreeMap;

use cargo_metadata::camino::{Utf8Path, Utf8PathBuf};
use toml::{Table, Value};

/// Where packages that were named by path are in the archive: their folder on this machine, and that in the archive.
pub type Places = BTreeMap<Utf8PathBuf, String>;

const DEPENDENCIES: [&str; 2] = ["dependencies", "build-dependencies"];
const ROOT: &str = "";

/// The manifest of the package in `folder`, as it is in the archive at `place`.
pub fn manifest(
    own: &Table,
    workspace: &Table,
    workspace_folder: &Utf8Path,
    folder: &Utf8Path,
    places: &Places,
) -> Table {
    let place = places.get(folder).map_or(ROOT, String::as_str);
    let mut manifest = own.clone();
    let inherited = workspace
        .get("workspace")
        .and_then(Value::as_table)
        .cloned();
    let inherited = inherited.unwrap_or_default();
    let from = |key: &str| inherited.get(key).and_then(Value::as_table);
    if let Some(package) = manifest.get_mut("package").and_then(Value::as_table_mut) {
        inherit(package, from("package"));
        flatten_file(package, "readme");
        flatten_file(package, "license-file");
        package.remove("workspace");
    }
    let is_root = place == ROOT;
    for kind in DEPENDENCIES {
        if let Some(table) = manifest.get_mut(kind).and_then(Value::as_table_mut) {
            dependencies(
                table,
                from("dependencies"),
                workspace_folder,
                folder,
                place,
                places,
            );
        }
    }
    if let Some(targets) = manifest.get_mut("target").and_then(Value::as_table_mut) {
        for (_, target) in targets.iter_mut() {
            let Some(target) = target.as_table_mut() else {
                continue;
            };
            target.remove("dev-dependencies");
            for kind in DEPENDENCIES {
                if let Some(table) = target.get_mut(kind).and_then(Value::as_table_mut) {
                    dependencies(
                        table,
                        from("dependencies"),
                        workspace_folder,
                        folder,
                        place,
                        places,
                    );
                }
            }
        }
    }
    // Nobody tests a copy, and what they need would have to be there too.
    manifest.remove("dev-dependencies");
    manifest.remove("lints");
    for kind in ["bench", "example", "test"] {
        manifest.remove(kind);
    }
    manifest.remove("workspace");
    manifest.remove("patch");
    manifest.remove("profile");
    if is_root {
        for key in ["patch", "profile"] {
            if let Some(value) = workspace.get(key) {
                manifest.insert(key.to_string(), value.clone());
            }
        }
        if let Some(patches) = manifest.get_mut("patch").and_then(Value::as_table_mut) {
            for (_, registry) in patches.iter_mut() {
                if let Some(table) = registry.as_table_mut() {
                    dependencies(
                        table,
                        None,
                        workspace_folder,
                        workspace_folder,
                        place,
                        places,
                    );
                }
            }
        }
        manifest.insert("workspace".to_string(), Value::Table(Table::new()));
    }
    manifest
}

/// Fills in what says `workspace = true`.
fn inherit(table: &mut Table, from: Option<&Table>) {
    let is_inherited =
        |value: &Value| value.get("workspace").and_then(Value::as_bool) == Some(true);
    let keys: Vec<String> = table
        .iter()
        .filter(|(_, value)| is_inherited(value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in keys {
        match from.and_then(|from| from.get(&key)) {
            Some(value) => table.insert(key, value.clone()),
            None => table.remove(&key),
        };
    }
}

/// A file from another folder is put beside the manifest.
fn flatten_file(package: &mut Table, key: &str) {
    if let Some(Value::String(path)) = package.get_mut(key)
        && let Some((_, name)) = path.rsplit_once('/')
        && path.starts_with("..")
    {
        *path = name.to_string();
    }
}

fn dependencies(
    table: &mut Table,
    inherited: Option<&Table>,
    workspace_folder: &Utf8Path,
    folder: &Utf8Path,
    place: &str,
    places: &Places,
) {
    for (name, value) in table.iter_mut() {
        let mut base = folder;
        if value.get("workspace").and_then(Value::as_bool) == Some(true) {
            base = workspace_folder;
            let shared = inherited.and_then(|i| i.get(name)).cloned();
            *value = merged(shared, value);
        }
        let Some(Value::String(path)) = value.get_mut("path") else {
            continue;
        };
        let target = base.join(&*path);
        let target = target.canonicalize_utf8().unwrap_or(target);
        if let Some(there) = places.get(&target) {
            *path = match place {
                ROOT => there.clone(),
                // All others lie in folders of the same depth.
                _ if there == ROOT => "../..".to_string(),
                _ => format!("../../{there}"),
            };
        }
    }
}

/// A dependency of the workspace with what the member says besides.
fn merged(shared: Option<Value>, own: &Value) -> Value {
    let mut table = match shared {
        Some(Value::Table(table)) => table,
        Some(version) => Table::from_iter([("version".to_string(), version)]),
        None => Table::new(),
    };
    for (key, value) in own.as_table().into_iter().flatten() {
        match (key.as_str(), table.get_mut(key), value) {
            ("workspace", _, _) => {}
            ("features", Some(Value::Array(all)), Value::Array(more)) => all.extend(more.clone()),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Table(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_a_workspace_stands_for_itself() {
        let workspace: Table = r#"
[workspace]
members = ["a"]
[workspace.package]
version = "0.3.0"
[workspace.dependencies]
b = { path = "b", features = ["x"] }
serde = "1"
[profile.release]
lto = true
"#
        .parse()
        .unwrap();
        let own: Table = r#"
[package]
name = "a"
version.workspace = true
readme = "../README.md"
[lints]
workspace = true
[dependencies]
b = { workspace = true, features = ["y"], optional = true }
serde.workspace = true
[dev-dependencies]
c = { path = "../c" }
"#
        .parse()
        .unwrap();
        let places = Places::from([
            ("/ws/a".into(), String::new()),
            ("/ws/b".into(), "local/b".to_string()),
        ]);
        let made = manifest(&own, &workspace, "/ws".into(), "/ws/a".into(), &places);
        let wanted: Table = r#"
[package]
name = "a"
version = "0.3.0"
readme = "README.md"
[dependencies]
b = { path = "local/b", features = ["x", "y"], optional = true }
serde = { version = "1" }
[profile.release]
lto = true
[workspace]
"#
        .parse()
        .unwrap();
        assert_eq!(made, wanted);
    }
}
