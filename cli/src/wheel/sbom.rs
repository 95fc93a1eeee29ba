//! The wheel's bill of materials (PEP 770): CycloneDX 1.6, the same bytes for the same input.

use std::collections::BTreeMap;

use cargo_metadata::{Package, PackageId};
use serde_json::{Map, Value, json};

use crate::cargo::checksums::Checksums;
use crate::wheel::distribution::{Distribution, lenient_spdx};
use crate::wheel::linked::Linked;
use crate::wheel::names;
use crate::wheel::text::one_line;

/// Version of this tool, and of the runtime that it holds.
const OWN_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Name of the vendored runtime in the document.
const RUNTIME: &str = "pyext-host";

/// The document. Serial number and time are left out: they would differ between two builds of the same source.
pub fn sbom(
    distribution: &Distribution,
    root: &Package,
    linked: &Linked<'_>,
    checksums: &Checksums,
) -> String {
    let wheel = format!(
        "pkg:pypi/{}@{}",
        names::index_name(&distribution.name),
        encoded(&distribution.version)
    );
    let references: BTreeMap<&PackageId, String> = std::iter::once(root)
        .chain(linked.packages.iter().copied())
        .map(|package| (&package.id, reference(package)))
        .collect();

    let mut components = vec![component(root, &references, checksums)];
    components.extend(
        linked
            .packages
            .iter()
            .map(|package| component(package, &references, checksums)),
    );
    components.push(json!({
        "type": "library",
        "bom-ref": RUNTIME,
        "name": RUNTIME,
        "version": OWN_VERSION,
        "licenses": [{"expression": env!("CARGO_PKG_LICENSE")}],
    }));

    let mut dependencies = vec![json!({
        "ref": wheel,
        "dependsOn": [references.get(&root.id), Some(&RUNTIME.to_string())],
    })];
    let mut edges: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (id, needed) in &linked.dependencies {
        if let Some(reference) = references.get(id) {
            let mut needed: Vec<_> = needed.iter().filter_map(|id| references.get(id)).collect();
            needed.sort();
            edges.insert(reference, needed);
        }
    }
    dependencies.extend(
        edges
            .iter()
            .map(|(reference, needed)| json!({"ref": reference, "dependsOn": needed})),
    );
    dependencies.push(json!({"ref": RUNTIME, "dependsOn": []}));

    let mut subject = Map::new();
    subject.insert("type".to_string(), json!("library"));
    subject.insert("bom-ref".to_string(), json!(wheel));
    subject.insert("name".to_string(), json!(distribution.name));
    subject.insert("version".to_string(), json!(distribution.version));
    subject.insert("purl".to_string(), json!(wheel));
    if !distribution.summary.is_empty() {
        subject.insert("description".to_string(), json!(distribution.summary));
    }
    if let Some(license) = &distribution.license {
        subject.insert("licenses".to_string(), json!([{"expression": license}]));
    }
    let document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": subject,
            "tools": {"components": [{"type": "application", "name": "cargo-pyext", "version": OWN_VERSION}]},
        },
        "components": components,
        "dependencies": dependencies,
    });
    format!("{document:#}\n")
}

fn component(
    package: &Package,
    references: &BTreeMap<&PackageId, String>,
    checksums: &Checksums,
) -> Value {
    let mut component = Map::new();
    component.insert("type".to_string(), json!("library"));
    component.insert("bom-ref".to_string(), json!(references.get(&package.id)));
    component.insert("name".to_string(), json!(package.name));
    component.insert("version".to_string(), json!(package.version));
    component.insert("purl".to_string(), json!(purl(package)));
    let description = one_line(package.description.as_deref().unwrap_or_default());
    if !description.is_empty() {
        component.insert("description".to_string(), json!(description));
    }
    if let Some(sum) = checksums.get(package) {
        component.insert(
            "hashes".to_string(),
            json!([{"alg": "SHA-256", "content": sum}]),
        );
    }
    if let Some(license) = package.license.as_deref() {
        let license = match lenient_spdx(license) {
            Some(expression) => json!({"expression": expression}),
            None => json!({"license": {"name": one_line(license)}}),
        };
        component.insert("licenses".to_string(), json!([license]));
    }
    Value::Object(component)
}

/// What names the package in the document. Two packages of one name and version differ in where they come from.
fn reference(package: &Package) -> String {
    purl(package)
}

/// The package URL. A folder of the author's is not named: it is nobody's business and differs between machines.
fn purl(package: &Package) -> String {
    let base = format!(
        "pkg:cargo/{}@{}",
        package.name,
        encoded(&package.version.to_string())
    );
    match &package.source {
        Some(source) if !source.is_crates_io() => match source.repr.split_once('+') {
            Some(("git", url)) => format!(
                "{base}?vcs_url={}",
                encoded(&format!("git+{}", without_user(url)))
            ),
            Some((_, url)) => format!("{base}?repository_url={}", encoded(&without_user(url))),
            None => base,
        },
        _ => base,
    }
}

/// The address without the user name and password that it may hold.
fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_string();
    };
    let host_end = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// Percent-encoded as package URLs want it.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
                out.push(char::from(byte))
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_stays_out_of_the_document() {
        assert_eq!(
            without_user("https://me:secret@example.org/a@b"),
            "https://example.org/a@b"
        );
        assert_eq!(
            without_user("https://example.org/a"),
            "https://example.org/a"
        );
        assert_eq!(encoded("1.0.0+a b"), "1.0.0%2Ba%20b");
    }
}
