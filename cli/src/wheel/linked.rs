//! Which packages are linked into a module: normal dependencies that cargo resolved for its target.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Metadata, Package, PackageId};

use crate::cargo::graph::Graph;

/// The packages that a package is linked with, itself left out, sorted by name and version, and who needs whom.
#[derive(Debug, Default)]
pub struct Linked<'a> {
    /// The packages.
    pub packages: Vec<&'a Package>,
    /// For the package itself and each of the others: what it depends on.
    pub dependencies: BTreeMap<&'a PackageId, BTreeSet<&'a PackageId>>,
}

/// All that is linked because of `root`.
pub fn linked<'a>(metadata: &'a Metadata, root: &'a Package) -> Linked<'a> {
    let graph = Graph::new(metadata, root);
    let mut linked = Linked::default();
    let mut open = vec![root];
    while let Some(package) = open.pop() {
        if linked.dependencies.contains_key(&package.id) {
            continue;
        }
        let needed: Vec<&Package> = graph.dependencies(package).collect();
        linked
            .dependencies
            .insert(&package.id, needed.iter().map(|p| &p.id).collect());
        open.extend(needed);
        if package.id != root.id {
            linked.packages.push(package);
        }
    }
    linked.packages.sort_by(|a, b| {
        (a.name.as_str(), &a.version, &a.id).cmp(&(b.name.as_str(), &b.version, &b.id))
    });
    linked
}
