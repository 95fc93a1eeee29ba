//! Which package is linked because of which other one.

use std::collections::{HashMap, VecDeque};

use cargo_metadata::{DependencyKind, Metadata, Node, Package, PackageId};

/// The packages that a package is linked with, found from it outwards.
#[derive(Debug)]
pub struct Graph<'a> {
    packages: HashMap<&'a PackageId, &'a Package>,
    nodes: HashMap<&'a PackageId, &'a Node>,
    root: &'a Package,
}

impl<'a> Graph<'a> {
    /// The graph of `root`, as `cargo metadata` resolved it.
    pub fn new(metadata: &'a Metadata, root: &'a Package) -> Graph<'a> {
        let nodes = metadata.resolve.iter().flat_map(|r| &r.nodes);
        Graph {
            packages: metadata.packages.iter().map(|p| (&p.id, p)).collect(),
            nodes: nodes.map(|n| (&n.id, n)).collect(),
            root,
        }
    }

    /// The package that everything is for.
    pub fn root(&self) -> &'a Package {
        self.root
    }

    /// The way from the root to the nearest package that `wanted` accepts: both ends included. Only what is linked into
    /// the module counts, so no build scripts, tests or procedural macros.
    pub fn path_to(&self, wanted: impl Fn(&Package) -> bool) -> Option<Vec<&'a Package>> {
        let mut from: HashMap<&PackageId, &'a Package> = HashMap::new();
        let mut queue = VecDeque::from([self.root]);
        while let Some(package) = queue.pop_front() {
            if package.id != self.root.id && wanted(package) {
                let mut path = vec![package];
                while let Some(previous) = path.last().and_then(|p| from.get(&p.id)) {
                    path.push(previous);
                }
                path.reverse();
                return Some(path);
            }
            for next in self.dependencies(package) {
                if next.id != self.root.id && !from.contains_key(&next.id) {
                    from.insert(&next.id, package);
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// The packages that this one is linked with directly.
    pub fn dependencies(&self, package: &Package) -> impl Iterator<Item = &'a Package> {
        let node = self.nodes.get(&package.id).copied();
        let deps = node.into_iter().flat_map(|n| &n.deps);
        let normal = deps.filter(|d| d.dep_kinds.iter().any(|k| k.kind == DependencyKind::Normal));
        normal
            .filter_map(|d| self.packages.get(&d.pkg).copied())
            .filter(|p| !p.targets.iter().any(|t| t.is_proc_macro()))
    }

    /// Whether a package of this name is linked with this feature switched on.
    pub fn has_feature(&self, name: &str, feature: &str) -> bool {
        let path = self.path_to(|p| {
            let node = self.nodes.get(&p.id).filter(|_| p.name == name);
            node.is_some_and(|n| n.features.iter().any(|f| **f == feature))
        });
        path.is_some()
    }

    /// The feature of the root that would bring in its optional dependency `name`, if that is not linked. A feature that
    /// the author has named comes before the one that cargo makes of the dependency.
    pub fn feature_of(&self, name: &str) -> Option<&'a str> {
        let linked = self.dependencies(self.root).any(|p| p.name == name);
        let features = self.root.features.iter().filter(|_| !linked);
        let brings = |parts: &[String]| {
            let explicit = format!("dep:{name}");
            parts.iter().any(|part| *part == explicit || part == name)
        };
        let mut found = features.filter(|(_, parts)| brings(parts));
        let mut own = found.clone().filter(|(feature, _)| *feature != name);
        let (feature, _) = own.next().or_else(|| found.next())?;
        Some(feature)
    }

    /// The package by the name of its library, as rustc's messages have it.
    pub fn path_to_library(&self, name: &str) -> Option<Vec<&'a Package>> {
        let is_library = |p: &Package| {
            p.targets
                .iter()
                .any(|t| !t.is_custom_build() && t.name.replace('-', "_") == name)
        };
        self.path_to(is_library)
    }
}

/// A path for people: `fastmd → rand 0.9.1 → getrandom 0.3.3`.
pub fn arrows(path: &[&Package]) -> String {
    let names = path.iter().enumerate().map(|(i, p)| match i {
        0 => p.name.to_string(),
        _ => format!("{} {}", p.name, p.version),
    });
    names.collect::<Vec<_>>().join(" → ")
}

/// The version requirement to write for a package: `0.9` or `1`.
pub fn requirement(package: &Package) -> String {
    match &package.version {
        v if v.major > 0 => v.major.to_string(),
        v => format!("0.{}", v.minor),
    }
}
