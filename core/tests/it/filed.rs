//! What is filed speaks with the committee's voice: words of the auditor stay on the worksheet.

use banxin_core::analysis;
use banxin_core::document::{self, Block, Document, Span};
use banxin_core::settings::{Format, Settings};
use banxin_core::source::Source;

use crate::samples::{UNITS, settings, sources};
use crate::sources::random_folders;
use crate::voice::AUDITOR;

/// How many random units are written.
const N_RANDOM: usize = 300;

/// Others that no filed document holds, unless they are the office's own.
const FORBIDDEN: [&str; 3] = ["需核实", "未明确", "数据"];

/// Returns the words of the body that are the program's own, one text a block.
fn own_words(document: &Document) -> Vec<String> {
    let words = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => {
            let own = text.spans().into_iter().filter_map(|span| match span {
                Span::Words(words) => Some(words),
                Span::Figure(..) => None,
            });
            own.collect()
        }
        Block::Table(_) | Block::Bars(_) => String::new(),
    };
    document.blocks.iter().map(words).collect()
}

/// Checks the body of a unit's document in every format.
#[track_caller]
fn check(sources: &[Source], settings: &Settings) -> bool {
    let mut was_written = false;
    for format in Format::ALL {
        let settings = Settings { format, ..settings.clone() };
        let Ok(analysis) = analysis::analyse(sources, &settings).output else { return false };
        if format == Format::Minutes && document::session(&analysis.dossier, None).is_none() {
            continue;
        }
        let document = document::compose(&analysis.material(&settings));
        for words in own_words(&document) {
            for forbidden in AUDITOR.iter().chain(&FORBIDDEN) {
                assert!(!words.contains(forbidden), "{}: {forbidden} in {words}", document.unit);
            }
        }
        was_written = true;
    }
    was_written
}

#[test]
fn the_samples_hold_no_word_of_the_auditor() {
    for unit in UNITS {
        assert!(check(&sources(unit), &settings(unit)), "{unit} was not written");
    }
}

#[test]
fn random_units_hold_no_word_of_the_auditor() {
    let own = Settings {
        unit: "3号镇".into(),
        period: "2020H1".parse().ok(),
        keywords: vec!["2020年重点工作".into()],
        ..Settings::default()
    };
    let n_written = random_folders(N_RANDOM).iter().filter(|folder| check(folder, &own)).count();
    assert!(n_written > N_RANDOM / 2, "{n_written} units were written");
}
