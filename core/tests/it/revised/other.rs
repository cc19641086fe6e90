//! Drafts of other units and periods, and texts that are no draft at all.

use banxin_core::document::{Document, Format};
use banxin_core::docx;
use banxin_core::revision::{Draft, Options, Piece, Reading, Role, finalize, read};

use super::taken::{document, draft_of, words};

#[track_caller]
fn check(base: &Document, draft: &Draft, expected: &str) {
    let finalized = finalize(base, draft, &Options::default());
    let told: Vec<String> =
        finalized.diagnostics.iter().map(|told| format!("{} {}", told.key, told.message)).collect();
    assert_eq!(told, [format!("other-draft {expected}")]);
    assert!(finalized.output == *base, "nothing of it is taken over");
}

/// Returns a document's draft as it is read from its file.
fn sent(document: &Document) -> Draft {
    let (fonts, layout) = (Default::default(), Default::default());
    let bytes = docx::write(document, &docx::Options { fonts: &fonts, layout: &layout, program: "banxin 0" });
    read("修改稿.docx", &bytes, Reading::Accepted).expect("our own")
}

#[test]
fn another_units_draft_is_told_as_one_error() {
    let (own, other) = (document("清溪镇", Format::Plain), document("石桥镇", Format::Plain));
    check(&own, &sent(&other), "这是石桥镇2020年上半年的送审稿，不是清溪镇2020年上半年的");
    let mut later = own.clone();
    later.period = "2020H2".parse().expect("a period");
    check(&own, &sent(&later), "这是清溪镇2020年下半年的送审稿，不是清溪镇2020年上半年的");
    // What the program wrote into it is lost.
    let pasted = Draft { fingerprint: None, ..draft_of(&other) };
    let expected = "修改稿通篇没有“清溪镇”，像是别的单位或别的时期的文稿，不是清溪镇2020年上半年的";
    check(&own, &pasted, expected);
    let sentence = |part: &str| words(Role::Body, part);
    let letter = [
        sentence("清溪镇2020年春节放假安排"),
        sentence("各村："),
        sentence("放假期间请安排专人值班，遇有险情立即报告。"),
    ];
    let letter = Draft { pieces: letter.to_vec(), ..Draft::default() };
    let finalized = finalize(&own, &letter, &Options::default());
    assert_eq!(finalized.diagnostics.len(), 1, "{:#?}", finalized.diagnostics);
    assert!(finalized.diagnostics[0].message.contains("几乎没有相同的文字"));
}

#[test]
fn the_own_draft_is_known_by_what_is_written_into_it() {
    let own = document("清溪镇", Format::Plain);
    let mut draft = sent(&own);
    assert_eq!(draft.of, Some(("清溪镇".to_string(), "2020H1".to_string())));
    // A leader may take the unit's name out of a text whose file still says it.
    for piece in &mut draft.pieces {
        if let Piece::Paragraph(paragraph) = piece {
            paragraph.words.text = paragraph.words.text.replace("清溪镇", "本镇");
        }
    }
    let told = finalize(&own, &draft, &Options::default()).diagnostics;
    assert!(told.iter().all(|told| told.key != "other-draft"), "{told:#?}");
}
