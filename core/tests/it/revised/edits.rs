//! Paragraphs that somebody reworded, added to or struck, as a draft and as what becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use banxin_core::diagnostic::Diagnostic;
use banxin_core::document::{Block, Document, Format, Provenance, Text};
use banxin_core::docx::{self, Edits, Layout};
use banxin_core::revision::{
    Draft, Edit, Editable, EditsError, Options, Reading, Span, check, editable, finalize, place, read,
};
use zip::ZipArchive;

use super::taken::document;
use crate::samples::UNITS;

/// Returns what a paragraph says.
fn text(of: &Editable) -> String {
    let say = |span: &Span| match span {
        Span::Words(words) => words.clone(),
        Span::Figure { text, .. } => text.clone(),
    };
    of.spans.iter().map(say).collect()
}

/// Returns the change of the paragraph that holds these words into other paragraphs.
#[track_caller]
fn edit(document: &Document, holding: &str, now: impl Fn(&str) -> Vec<String>) -> Edit {
    let all = editable(document);
    let mut found = all.iter().filter(|one| one.id.is_some() && text(one).contains(holding));
    let one = found.next().unwrap_or_else(|| panic!("{holding} stands in no paragraph"));
    Edit { id: one.id.clone().expect("a paragraph"), was: text(one), now: now(&text(one)) }
}

/// Returns a document as the draft that these changes make of it.
fn written(document: &Document, edits: &Edits) -> Vec<u8> {
    let (fonts, layout) = (BTreeMap::new(), Layout::default());
    let options = docx::Options { fonts: &fonts, layout: &layout, program: "banxin 0" };
    docx::write_edited(document, &options, edits)
}

fn back(bytes: &[u8]) -> Draft {
    read("改过的送审稿.docx", bytes, Reading::Accepted).expect("our own")
}

/// Returns the parts of a draft by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("listed");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("whole");
        out.insert(entry.name().expect("a name").to_string(), String::from_utf8_lossy(&bytes).into_owned());
    }
    out
}

/// Returns the paragraphs of a draft's body as they are written.
fn paragraphs(bytes: &[u8]) -> Vec<String> {
    parts(bytes)["word/document.xml"].split("<w:p>").map(str::to_string).collect()
}

/// Returns the paragraphs of a body.
fn said(document: &Document) -> Vec<String> {
    let one = |block: &Block| match block {
        Block::Paragraph(text) | Block::Item(text) => Some(text.to_string()),
        _ => None,
    };
    document.blocks.iter().filter_map(one).collect()
}

#[test]
fn each_paragraph_has_a_name_of_its_own() {
    for unit in UNITS {
        for format in Format::ALL {
            let document = document(unit, format);
            let all = editable(&document);
            let own: Vec<String> = all.iter().filter(|one| one.id.is_some()).map(text).collect();
            assert_eq!(own, said(&document), "{unit} {format:?}");
            let ids: BTreeSet<&String> = all.iter().filter_map(|one| one.id.as_ref()).collect();
            assert_eq!(ids.len(), own.len(), "{unit} {format:?}");
            let is_named = |one: &&Editable| one.id.is_none() == one.level.is_some();
            assert_eq!(all.iter().filter(is_named).count(), all.len(), "{unit} {format:?}");
            assert!(
                written(&document, &Edits::default()) == written(&document, &place(&document, &[]).output)
            );
        }
    }
    let json = serde_json::to_string(&editable(&document(UNITS[0], Format::Plain))).expect("JSON");
    assert!(json.contains(r#"{"id":"participation-rate.1","text":"85.4%"}"#), "{json}");
}

/// A changed word leaves every other paragraph as it is written, and all bookmarks of its own.
#[test]
fn what_is_not_changed_is_written_as_before() {
    let document = document(UNITS[0], Format::Plain);
    let before = written(&document, &Edits::default());
    let changed = edit(&document, "坚持以", |was| vec![was.replace("坚持以", "始终坚持以")]);
    let placed = place(&document, &[changed]);
    assert_eq!(placed.diagnostics, []);
    let after = written(&document, &placed.output);
    let (then, now) = (paragraphs(&before), paragraphs(&after));
    assert_eq!(then.len(), now.len());
    let others: Vec<(&String, &String)> = then.iter().zip(&now).filter(|(then, now)| then != now).collect();
    let [(then, now)] = others[..] else { panic!("{} paragraphs differ", others.len()) };
    let marks = |xml: &str| xml.matches("<w:bookmarkStart").count();
    assert!(now.contains("始终坚持以") && marks(then) > 2, "{then}");
    assert_eq!(marks(then), marks(now), "every number is as linked as before");
    let (mut then, mut now) = (parts(&before), parts(&after));
    then.remove("word/document.xml");
    now.remove("word/document.xml");
    assert!(then == now, "nothing else is written otherwise");
    let finalized = finalize(&document, &back(&after), &Options::default());
    assert_eq!(finalized.diagnostics, []);
    let mut expected = said(&document);
    let at = expected.iter().position(|said| said.contains("坚持以")).expect("it is there");
    expected[at] = expected[at].replace("坚持以", "始终坚持以");
    assert_eq!(said(&finalized.output), expected);
}

/// Whatever paragraph somebody adds a word to, that word is all that is changed.
#[test]
fn every_paragraph_takes_more_words() {
    let each = UNITS.into_iter().flat_map(|unit| Format::ALL.map(|format| (unit, format)));
    for (n, (unit, format)) in each.enumerate() {
        let document = document(unit, format);
        let then = said(&document);
        let more = |was: &str| format!("{was}对此要进一步抓紧抓实。");
        let all: Vec<Edit> = editable(&document)
            .iter()
            .filter_map(|one| Some(Edit { id: one.id.clone()?, was: text(one), now: vec![more(&text(one))] }))
            .collect();
        let every_third = all.iter().skip(n % 3).step_by(3).cloned().collect::<Vec<_>>();
        for edits in [&all, &every_third] {
            let placed = place(&document, edits);
            let draft = back(&written(&document, &placed.output));
            let finalized = finalize(&document, &draft, &Options::default());
            assert_eq!([placed.diagnostics, finalized.diagnostics].concat(), [], "{unit} {format:?}");
            let is_changed = |said: &String| edits.iter().any(|edit| edit.was == *said);
            let expected: Vec<String> =
                then.iter().map(|said| if is_changed(said) { more(said) } else { said.clone() }).collect();
            assert_eq!(said(&finalized.output), expected, "{unit} {format:?}");
            let checked = check(&document, &finalized.output, &[], &[]);
            assert!(checked.diagnostics.is_empty(), "{unit} {format:?}: {:?}", checked.diagnostics);
        }
    }
}

#[test]
fn a_number_that_was_changed_is_linked_no_more() {
    let document = document(UNITS[0], Format::Plain);
    let marks = |edits: &Edits| -> BTreeMap<String, String> {
        let draft = back(&written(&document, edits));
        let marks = draft.words().flat_map(|words| words.marks.iter().map(move |mark| (words, mark)));
        marks.map(|(words, mark)| (mark.name.clone(), words.text[mark.start..mark.end].into())).collect()
    };
    let changed = edit(&document, "参学率85.4%", |was| vec![was.replace("85.4%", "86.4%")]);
    let mut expected = marks(&Edits::default());
    assert_eq!(expected.remove("_bx_participation_rate__1"), Some("85.4%".to_string()));
    assert_eq!(marks(&place(&document, &[changed]).output), expected);
}

#[test]
fn paragraphs_are_struck_parted_and_added() {
    let document = document(UNITS[0], Format::Plain);
    let then = said(&document);
    let (first, last) = (then[0].clone(), then[then.len() - 1].clone());
    let (head, tail) = then[1].split_once('。').expect("several sentences");
    let parted = vec![format!("{head}。"), tail.to_string()];
    let edits = [
        edit(&document, &first, |_| Vec::new()),
        edit(&document, &then[1], |_| parted.clone()),
        edit(&document, &last, |was| vec![was.to_string(), "特此报告，请予审阅。".to_string()]),
    ];
    let draft = back(&written(&document, &place(&document, &edits).output));
    let now = said(&finalize(&document, &draft, &Options::default()).output);
    let expected: Vec<String> = parted
        .into_iter()
        .chain(then[2..].iter().cloned())
        .chain(["特此报告，请予审阅。".to_string()])
        .collect();
    assert_eq!(now, expected);
}

/// The registers have changed since: the paragraph says something else now, or is gone.
#[test]
fn changes_of_another_document_are_told_one_by_one() {
    let (document, other) = (document(UNITS[0], Format::Plain), document(UNITS[1], Format::Plain));
    let gone = edit(&document, "参学率85.4%", |was| vec![was.replace("扎实", "认真")]);
    let struck = Edit { now: Vec::new(), ..edit(&document, "坚持以", |_| Vec::new()) };
    let known = edit(&other, &said(&other)[3], |was| vec![format!("{was}总的看，效果较好。")]);
    let placed = place(&other, &[gone, struck, known]);
    let told: Vec<String> = placed.diagnostics.iter().map(Diagnostic::to_string).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told[0].starts_with("错误：改过的一段 `") && told[1].starts_with("错误：删去的一段 `"),
        "{told:#?}"
    );
    let now = said(&finalize(&other, &back(&written(&other, &placed.output)), &Options::default()).output);
    let mut expected = said(&other);
    expected[3] += "总的看，效果较好。";
    assert_eq!(now, expected, "what has its place is in it, and nothing else");
    // A name without its words is nobody's.
    let forged = Edit { was: "别的话".to_string(), ..edit(&other, &said(&other)[3], |_| Vec::new()) };
    assert_eq!(place(&other, &[forged]).diagnostics.len(), 1);
}

#[test]
fn paragraphs_that_say_the_same_are_told_apart() {
    let mut document = document(UNITS[0], Format::Plain);
    let again = Block::Paragraph(Text::of("以上情况，请审阅。", Provenance::Constant("a test")));
    document.blocks.push(again.clone());
    document.blocks.push(again.clone());
    let ids: Vec<String> = editable(&document)
        .iter()
        .filter(|one| text(one) == "以上情况，请审阅。")
        .filter_map(|one| one.id.clone())
        .collect();
    assert!(ids.len() == 2 && ids[0] != ids[1], "{ids:?}");
    let second = Edit {
        id: ids[1].clone(), was: "以上情况，请审阅。".into(), now: vec!["请审阅。".into()]
    };
    let draft = back(&written(&document, &place(&document, std::slice::from_ref(&second)).output));
    let now = said(&finalize(&document, &draft, &Options::default()).output);
    assert_eq!(now[now.len() - 2..], ["以上情况，请审阅。", "请审阅。"]);
    // With one of them gone nobody knows which is left.
    document.blocks.pop();
    assert_eq!(place(&document, &[second]).diagnostics.len(), 1);
}

#[test]
fn words_are_words_whatever_they_look_like() {
    let document = document(UNITS[0], Format::Plain);
    let strange = "</w:t></w:r><w:altChunk/>&lt;&#x41;“a” _bx_sessions__1 \u{202E}倒\u{202C}";
    let changed = edit(&document, "坚持以", |was| vec![format!("{was}{strange}")]);
    let draft = back(&written(&document, &place(&document, &[changed]).output));
    assert_eq!(draft.foreign, []);
    assert!(
        draft
            .words()
            .any(|words| words.text.ends_with("</w:t></w:r><w:altChunk/>&lt;&#x41;“a” _bx_sessions__1 倒"))
    );
}

#[test]
fn changes_are_read_within_bounds() {
    let check = |json: &str, expected: EditsError| assert_eq!(Edit::read_all(json), Err(expected));
    let one = |id: &str, now: &str| format!(r#"{{"id":"{id}","was":"甲","now":[{now}]}}"#);
    let list = |all: &[String]| format!("[{}]", all.join(","));
    check("", EditsError::Malformed);
    check("{}", EditsError::Malformed);
    check(r#"[{"id":"a","was":"甲","now":["乙"],"more":1}]"#, EditsError::Malformed);
    check(&"[".repeat(100_000), EditsError::Malformed);
    check(
        &list(&(0..10_000).map(|n| one(&n.to_string(), "\"乙\"")).collect::<Vec<_>>()),
        EditsError::TooMany(500),
    );
    check(&list(&[one("a", &vec!["\"乙\""; 51].join(","))]), EditsError::TooManyNow(50));
    check(&list(&[one("a", &format!("\"{}\"", "乙\\n".repeat(60)))]), EditsError::TooManyNow(50));
    check(&list(&[one("a", &format!("\"{}\"", "字".repeat(600_000)))]), EditsError::TooLong(6_000));
    let long: Vec<String> =
        (0..30).map(|n| one(&n.to_string(), &format!("\"{}\"", "字".repeat(5_000)))).collect();
    check(&list(&long), EditsError::TooLongTogether(100_000));
    check(&list(&[one("a", "\"乙\\u0000\"")]), EditsError::Control(0));
    check(&list(&[one("a", "\"乙\""), one("a", "\"丙\"")]), EditsError::Twice);
    // Lines are paragraphs, white around them is none of theirs, and what is as it was is no change.
    let read = Edit::read_all(&list(&[
        one("a", "\"　乙\\r\\n\\n丙\\t丁 \""),
        one("b", "\"甲\\n\""),
        one("c", "\" \""),
    ]));
    let read: Vec<(String, Vec<String>)> =
        read.expect("fine").into_iter().map(|edit| (edit.id, edit.now)).collect();
    assert_eq!(read, [("a".into(), vec!["乙".into(), "丙 丁".into()]), ("c".into(), vec![])]);
}
