//! Which file needs which: each name followed to the file that defines it.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Crate, Files, Named};

/// The crates of the repository by the names they have in code.
pub struct Code {
    crates: BTreeMap<String, Crate>,
}

/// Where an arrow starts, and what is written there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The line.
    pub line: usize,
    /// The path as it is written.
    pub written: String,
}

/// The arrows from file to file, each with the first line that makes it.
pub type Arrows = BTreeMap<(String, String), Spot>;

/// A name of something that is not ours: `std::fs::read`, `println`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// The file that names it.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The whole path, whatever part of it is written there.
    pub path: String,
}

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    /// A module of a crate.
    Module(String, usize),
    /// Something that this file defines.
    Item(String),
    /// Something that is not ours, or a name that only its function knows.
    Foreign(Vec<String>),
    /// Something that should be ours, but is not there.
    Missing,
}

impl Code {
    /// Reads crates from their root files.
    pub fn read(roots: &[(&str, &str)], files: &Files) -> Code {
        let crates = roots.iter().map(|(name, root)| ((*name).to_string(), Crate::read(root, files)));
        Code { crates: crates.collect() }
    }

    /// Returns the files that are read as code.
    pub fn files(&self) -> BTreeSet<String> {
        let modules = self.crates.values().flat_map(|one| &one.modules);
        modules.map(|module| module.file.clone()).collect()
    }

    /// Returns the files that only tests see.
    pub fn tests(&self) -> BTreeSet<String> {
        self.crates.values().flat_map(|one| one.tests.iter().cloned()).collect()
    }

    /// Returns all arrows; what leads nowhere fails, since then the test would be blind.
    pub fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        self.each_name(|file, named, found| {
            let Found::Item(to) = found else { return };
            if to != file {
                let spot = Spot { line: named.line, written: named.path.join("::") };
                let first = arrows.entry((file.to_string(), to)).or_insert_with(|| spot.clone());
                *first = first.clone().min(spot);
            }
        });
        arrows
    }

    /// Returns all that is named and is not ours.
    pub fn foreign(&self) -> Vec<Foreign> {
        let mut out = Vec::new();
        self.each_name(|file, named, found| {
            if let Found::Foreign(path) = found {
                out.push(Foreign { file: file.to_string(), line: named.line, path: path.join("::") });
            }
        });
        out
    }

    /// Follows each name of each module.
    fn each_name(&self, mut take: impl FnMut(&str, &Named, Found)) {
        for (name, one) in &self.crates {
            for (index, module) in one.modules.iter().enumerate() {
                for named in &module.names {
                    let found = self.follow(name, index, &named.path, &mut BTreeSet::new());
                    let written = named.path.join("::");
                    assert!(
                        found != Found::Missing,
                        "{}:{}: the house test cannot follow `{written}`",
                        module.file,
                        named.line
                    );
                    take(&module.file, named, found);
                }
            }
        }
    }

    /// Follows a path from a module.
    fn follow(
        &self,
        name: &str,
        from: usize,
        path: &[String],
        seen: &mut BTreeSet<(String, usize, String)>,
    ) -> Found {
        let modules = &self.crates[name].modules;
        let (first, mut rest) = path.split_first().expect("a path has parts");
        let mut at = match first.as_str() {
            "crate" => Found::Module(name.to_string(), 0),
            "self" => Found::Module(name.to_string(), from),
            "super" => match modules[from].parent {
                Some(parent) => Found::Module(name.to_string(), parent),
                None => return Found::Missing,
            },
            _ => match self.look_up(name, from, first, rest.is_empty(), seen) {
                Some(found) => found,
                None if self.crates.contains_key(first) => Found::Module(first.clone(), 0),
                None => return Found::Foreign(path.to_vec()),
            },
        };
        loop {
            let Some((next, after)) = rest.split_first() else { return at };
            at = match at {
                Found::Module(name, index) if next == "super" => {
                    match self.crates[&name].modules[index].parent {
                        Some(parent) => Found::Module(name, parent),
                        None => return Found::Missing,
                    }
                }
                Found::Module(name, index) => {
                    match self.look_up(&name, index, next, after.is_empty(), seen) {
                        Some(found) => found,
                        None => return Found::Missing,
                    }
                }
                Found::Foreign(path) => return Found::Foreign([&path, rest].concat()),
                // A variant or a function of a type.
                item => return item,
            };
            rest = after;
        }
    }

    /// Looks a name up in a module. A module and a function may share their name: what goes
    /// on is the module, what ends here is the function.
    fn look_up(
        &self,
        name: &str,
        index: usize,
        wanted: &str,
        is_last: bool,
        seen: &mut BTreeSet<(String, usize, String)>,
    ) -> Option<Found> {
        let module = &self.crates[name].modules[index];
        let child = module.children.get(wanted).map(|&child| Found::Module(name.to_string(), child));
        if !is_last && child.is_some() {
            return child;
        }
        if module.defines.contains(wanted) {
            return Some(Found::Item(module.file.clone()));
        }
        // Names may be passed on in a ring through globs.
        let is_new = seen.insert((name.to_string(), index, format!("{wanted} {is_last}")));
        if let Some(path) = module.brings.get(wanted).filter(|_| is_new) {
            return Some(self.follow(name, index, path, seen));
        }
        let through_globs = || {
            module.globs.iter().filter(|_| is_new).find_map(|path| {
                match self.follow(name, index, path, &mut seen.clone()) {
                    Found::Module(name, index) => {
                        self.look_up(&name, index, wanted, is_last, &mut seen.clone())
                    }
                    _ => None,
                }
            })
        };
        child.or_else(through_globs)
    }
}
