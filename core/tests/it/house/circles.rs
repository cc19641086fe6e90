//! Circles among the parts of a folder, whatever the files in them are called.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write as _;

use super::arrows::Arrows;

/// The arrows among the parts of one folder: its files, and its folders as one part each.
pub struct Folder {
    /// Its path.
    pub path: String,
    /// From part to part, with the arrows from file to file that make it.
    between: BTreeMap<(String, String), Vec<(String, String)>>,
}

/// Returns every folder with arrows among its parts, below one folder.
pub fn folders(root: &str, arrows: &Arrows) -> Vec<Folder> {
    let mut out: BTreeMap<String, Folder> = BTreeMap::new();
    let root = format!("{root}/");
    for (from, to) in arrows.keys() {
        let (Some(from_parts), Some(to_parts)) = (from.strip_prefix(&root), to.strip_prefix(&root)) else {
            continue;
        };
        let from_parts: Vec<&str> = from_parts.split('/').collect();
        let to_parts: Vec<&str> = to_parts.split('/').collect();
        let n = from_parts.iter().zip(&to_parts).take_while(|(one, other)| one == other).count();
        let path = format!("{root}{}", from_parts[..n].join("/")).trim_end_matches('/').to_string();
        let folder = out.entry(path.clone()).or_insert_with(|| Folder { path, between: BTreeMap::new() });
        let parts = (from_parts[n].to_string(), to_parts[n].to_string());
        folder.between.entry(parts).or_default().push((from.clone(), to.clone()));
    }
    out.into_values().collect()
}

impl Folder {
    /// Returns the shortest circle through a part: its parts in order, the first is also the last.
    fn circle(&self, start: &str) -> Option<Vec<String>> {
        let mut before: BTreeMap<&str, &str> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(part) = waiting.pop_front() {
            let to = self.between.keys().filter(|(from, _)| from == part).map(|(_, to)| to.as_str());
            for next in to {
                if before.contains_key(next) {
                    continue;
                }
                before.insert(next, part);
                if next == start {
                    let mut circle = vec![start.to_string()];
                    let mut at = part;
                    while at != start {
                        circle.push(at.to_string());
                        at = before[at];
                    }
                    circle.push(start.to_string());
                    circle.reverse();
                    return Some(circle);
                }
                waiting.push_back(next);
            }
        }
        None
    }

    /// Returns a circle for each part that lies in one, but none twice.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let mut out: Vec<Vec<String>> = Vec::new();
        let parts: BTreeSet<&String> = self.between.keys().map(|(from, _)| from).collect();
        for part in parts {
            if out.iter().all(|circle| !circle.contains(part)) {
                out.extend(self.circle(part));
            }
        }
        out
    }

    /// Writes a circle out, with the files and lines that make it.
    pub fn tell(&self, circle: &[String], arrows: &Arrows) -> String {
        let mut out = format!("{}: {}\n", self.path, circle.join(" -> "));
        for pair in circle.windows(2) {
            let between = &self.between[&(pair[0].clone(), pair[1].clone())];
            for arrow in between.iter().take(6) {
                let spot = &arrows[arrow];
                let _ = writeln!(out, "    {}:{} names {} ({})", arrow.0, spot.line, spot.written, arrow.1);
            }
            if between.len() > 6 {
                let _ = writeln!(out, "    and {} arrows more", between.len() - 6);
            }
        }
        out
    }
}
