//! `banxin fonts`: which face serves which role, what the faces cover, what they lack.

use crate::analysis;
use crate::cli::args::FontsArgs;
use crate::cli::config::{self, Job};
use crate::cli::outcome::CommandError;
use crate::cli::terminal;
use crate::pages::{self, Coverage, FACES};

/// Prints roles, coverage and, of the files named, the characters that no face has.
pub(in crate::cli) fn run(args: &FontsArgs) -> Result<(), CommandError> {
    let job = match &args.paths[..] {
        [] => None,
        paths => Some(Job::fonts(paths)?),
    };
    let preferred = job.as_ref().map(|job| job.settings.fonts.clone()).unwrap_or_default();
    let engine = config::engine(&args.fonts, &preferred)?;
    let mut text = String::from("用途　　字体　　来源　　用于\n");
    for face in &FACES {
        let office = engine.office_faces().iter().find(|office| office.role == face.role);
        let (family, source) = match office {
            Some(office) => (office.family.as_str(), office.file.as_str()),
            None => (face.family, "内嵌"),
        };
        text += &format!("{}　　{family}　　{source}　　{}\n", face.role_name, face.serves);
    }
    text += "\n字库　　汉字数";
    for name in engine.family_names() {
        text += &format!("　　{name}");
    }
    text += "　　合计\n";
    for Coverage { name, n_characters, n_covered, n_any } in engine.coverage() {
        text += &format!("{name}　　{n_characters}");
        for n in n_covered.into_iter().chain([n_any]) {
            text += &if n == n_characters { "　　全".to_string() } else { format!("　　{n}") };
        }
        text.push('\n');
    }
    let missing = job.map(|job| {
        // Whose name it is can be told only where the registers make a dossier.
        let analysis = analysis::analyse(&job.sources, &job.settings).output;
        let members = analysis.map(|analysis| analysis.dossier.members).unwrap_or_default();
        pages::missing_glyphs(&engine, &job.sources, &members, |_| true)
    });
    if let Some(missing) = &missing {
        text += if missing.is_empty() {
            "\n文件中的字符都有字形\n"
        } else {
            "\n没有字形的字符：\n"
        };
        for diagnostic in missing {
            text += &format!("{diagnostic}\n");
        }
    }
    terminal::print(&text);
    if missing.is_some_and(|missing| !missing.is_empty()) {
        return Err(CommandError::already_told());
    }
    Ok(())
}
