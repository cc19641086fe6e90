//! The parts above and below the text, from the settings.
//!
//! What they leave out and the format cannot do without is derived from the organ:
//! 发文机关标志 is its name with 文件 (7.2.4), 印发机关 the organ itself.

use time::Date;

use crate::document::form::{Colophon, Form, Format, Letterhead, Seal, Signature};
use crate::document::text::Text;
use crate::document::wording::title;
use crate::settings::group::Group;
use crate::settings::{self, Binding, Settings};

/// Addressees longer than this many characters would leave the first page without text.
const MAX_ADDRESSEE_CHARS: usize = 28 * 5;

/// Returns the parts of a document that the organs issue on the date.
pub(crate) fn form(settings: &Settings, format: Format, organs: &[String], date: Date) -> Form {
    let Settings { letterhead: stated, page, .. } = settings;
    let issuer = stated.printed_by.clone().or_else(|| organs.first().cloned());
    let mut letterhead = None;
    let mut colophon = None;
    if format != Format::Plain {
        let mut head = head(stated, format, organs, &settings.study_group());
        if format == Format::Minutes {
            head.issued = issuer.clone().map(|issuer| (issuer, date));
        }
        letterhead = Some(head);
        let moved = settings.addressee().filter(|addressee| is_moved(addressee, format)).map(str::to_string);
        colophon = Some(Colophon {
            to: moved.into_iter().collect(),
            cc: stated.cc.clone(),
            printed: issuer
                .filter(|_| format != Format::Letter)
                .map(|issuer| (issuer, stated.printed_on.unwrap_or(date))),
        });
    }
    Form {
        format,
        letterhead,
        signature: (format != Format::Minutes).then(|| signature(stated, format, organs)),
        note: stated.note.as_deref().map(in_brackets).filter(|_| format == Format::Minutes),
        rolls: Vec::new(),
        // A letter without copies has nothing there.
        colophon: colophon.filter(|end| end.printed.is_some() || !end.cc.is_empty() || !end.to.is_empty()),
        red: page.red,
        mirrored: page.binding == Binding::Mirrored,
        colophon_on_even_page: page.colophon_on_even_page,
    }
}

/// Returns the organs that issue a unit's document, by default its committee alone.
pub(crate) fn organs(settings: &Settings) -> Vec<String> {
    settings.issuers(|| settings.study_group().organ)
}

/// Returns the line of the addressee above the text, if it stands there.
pub(crate) fn addressee(settings: &Settings, format: Format) -> Option<Text> {
    let key = if settings.recipients.as_deref() == settings.addressee() { "recipients" } else { "superior" };
    let here = settings.addressee().filter(|addressee| !is_moved(addressee, format));
    here.map(|addressee| title::addressee(addressee, key))
}

/// Returns whether the addressee stands in the colophon instead of above the text.
fn is_moved(addressee: &str, format: Format) -> bool {
    format != Format::Plain && addressee.chars().count() > MAX_ADDRESSEE_CHARS
}

/// Returns what stands above the text.
fn head(stated: &settings::Letterhead, format: Format, organs: &[String], group: &Group) -> Letterhead {
    let (names, suffix) = match (&stated.mark, format) {
        (Some(mark), _) => (vec![mark.clone()], None),
        (None, Format::Minutes) => (vec![format!("{}学习纪要", group.name())], None),
        // A letter bears the name of the organ that leads (10.1).
        (None, Format::Letter) => (organs.iter().take(1).cloned().collect(), None),
        (None, _) if organs.len() > 1 => (organs.to_vec(), Some("文件".to_string())),
        (None, _) => (organs.iter().map(|organ| format!("{organ}文件")).collect(), None),
    };
    Letterhead {
        names,
        suffix,
        number: stated.number.clone(),
        // Only documents to superiors name who signed them off (7.2.6).
        signers: if format == Format::Report { stated.signers.clone() } else { Vec::new() },
        copy_number: stated.copy_number.clone(),
        secrecy: stated.secrecy.clone(),
        urgency: stated.urgency.clone(),
        issued: None,
    }
}

/// Returns who signs.
fn signature(stated: &settings::Letterhead, format: Format, organs: &[String]) -> Signature {
    let default = if format == Format::Plain { Seal::None } else { Seal::Seal };
    Signature {
        organs: organs.to_vec(),
        seal: stated.seal.unwrap_or(default),
        posts: posts(&stated.posts, organs),
        note: stated.note.as_deref().map(in_brackets),
    }
}

/// Returns the posts of those who sign, one an organ: the stated one, else the one that follows
/// from the organ's name. Where none does the name itself stands in, so that nobody is dropped;
/// letterhead_checks.rs refuses such a document.
fn posts(stated: &[String], organs: &[String]) -> Vec<String> {
    let own = organs.iter().enumerate().map(|(at, organ)| {
        let post = stated_post(stated, at).map(str::to_string);
        post.or_else(|| known_post(organ)).unwrap_or_else(|| organ.clone())
    });
    own.chain(stated.iter().skip(organs.len()).cloned()).collect()
}

/// Returns the post that is stated for an organ, counted from 0.
fn stated_post(stated: &[String], at: usize) -> Option<&str> {
    stated.get(at).map(|post| post.trim()).filter(|post| !post.is_empty())
}

/// Returns the post of who signs for a committee or leading group of the Party; of others it is not known.
fn known_post(organ: &str) -> Option<String> {
    let is_body = organ.starts_with("中共") && (organ.ends_with("委员会") || organ.ends_with("党组"));
    is_body.then(|| format!("{organ}书记"))
}

/// Returns the organs of whose signers the posts are not known, where a document needs them.
pub(crate) fn organs_without_post<'a>(
    stated: &settings::Letterhead,
    format: Format,
    organs: &'a [String],
) -> Vec<&'a str> {
    if format == Format::Minutes || stated.seal != Some(Seal::Signature) {
        return Vec::new();
    }
    let has_none =
        |at: usize, organ: &str| stated_post(&stated.posts, at).is_none() && known_post(organ).is_none();
    let numbered = organs.iter().enumerate();
    numbered.filter(|(at, organ)| has_none(*at, organ)).map(|(_, organ)| organ.as_str()).collect()
}

/// Returns a note in its brackets (7.3.6).
fn in_brackets(note: &str) -> String {
    let note = note.trim().trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    format!("（{note}）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::parse_iso_date;
    use crate::settings::{Asked, Layer, settle};

    /// Compares the form made of a configuration, in the shape `Debug` gives it.
    #[track_caller]
    fn check(format: Format, toml: &str, expected: &[&str]) {
        let text =
            if toml.contains("unit =") { toml.to_string() } else { format!("unit = \"甲镇\"\n{toml}") };
        let layer = Layer { file: "banxin.toml".into(), text };
        let settled = settle(&[layer], &Asked::default()).expect("usable");
        assert_eq!(settled.diagnostics, []);
        let date = parse_iso_date("2020-07-03").expect("a date");
        let organs = organs(&settled.settings);
        let shown = format!("{:?}", form(&settled.settings, format, &organs, date));
        for part in expected {
            assert!(shown.contains(part), "{part} is not in {shown}");
        }
    }

    #[test]
    fn marks_by_format() {
        let two = "organs = [\"中共甲镇委员会\", \"甲镇人民政府\"]";
        check(Format::Plain, "", &["letterhead: None", "colophon: None", "seal: None"]);
        check(Format::Notice, "", &["names: [\"中共甲镇委员会文件\"]", "seal: Seal"]);
        check(Format::Notice, two, &["[\"中共甲镇委员会\", \"甲镇人民政府\"], suffix: Some(\"文件\")"]);
        check(Format::Letter, two, &["names: [\"中共甲镇委员会\"], suffix: None", "colophon: None"]);
        check(Format::Minutes, "unit = \"甲镇\"", &["甲镇党委理论学习中心组学习纪要", "signature: None"]);
        check(Format::Notice, "[letterhead]\nmark = \"甲镇文件\"", &["names: [\"甲镇文件\"]"]);
    }

    #[test]
    fn every_organ_has_a_post() {
        let two = "organs = [\"中共甲镇委员会\", \"甲镇人民政府\"]\n[letterhead]\n";
        let all = "posts: [\"中共甲镇委员会书记\", \"甲镇人民政府镇长\"]";
        check(Format::Notice, &format!("{two}posts = [\"\", \"甲镇人民政府镇长\"]"), &[all]);
        check(Format::Notice, &format!("{two}posts = [\"书记\"]"), &["posts: [\"书记\", \"甲镇人民政府\"]"]);
        check(Format::Notice, "[letterhead]\nposts = [\"甲\", \"乙\"]", &["posts: [\"甲\", \"乙\"]"]);
    }

    #[test]
    fn minutes_keep_their_note() {
        check(Format::Minutes, "[letterhead]\nnote = \"内部资料\"", &["note: Some(\"（内部资料）\")"]);
        check(Format::Notice, "[letterhead]\nnote = \"内部资料\"", &["note: None"]);
    }

    #[test]
    fn signers_stand_in_reports_only() {
        let signers = "[letterhead]\nsigners = [\"张三\"]";
        check(Format::Report, signers, &["signers: [\"张三\"]"]);
        check(Format::Notice, signers, &["signers: []"]);
    }

    #[test]
    fn notes_have_brackets() {
        for note in ["此件公开发布", "（此件公开发布）", "(此件公开发布)"] {
            check(
                Format::Plain,
                &format!("[letterhead]\nnote = \"{note}\""),
                &["Some(\"（此件公开发布）\")"],
            );
        }
    }

    #[test]
    fn printing_is_on_the_documents_date_unless_stated() {
        check(Format::Notice, "", &["printed: Some((\"中共甲镇委员会\", 2020-07-03))"]);
        check(
            Format::Notice,
            "[letterhead]\nprinted-by = \"党政办\"\nprinted-on = \"2020-07-05\"",
            &["printed: Some((\"党政办\", 2020-07-05))"],
        );
    }
}
