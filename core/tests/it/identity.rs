//! Every figure of a document has a name of its own that is the same each time.

use std::collections::BTreeSet;

use banxin_core::analysis;
use banxin_core::document::{self, Document, bookmark, fingerprint, id_of_bookmark, identified};
use banxin_core::settings::{Format, Settings};
use banxin_core::source::Source;

use crate::samples::{UNITS, settings, sources};
use crate::sources::random_folders;

fn document(sources: &[Source], settings: &Settings) -> Option<Document> {
    let analysis = analysis::analyse(sources, settings).output.ok()?;
    let no_minutes =
        settings.format == Format::Minutes && document::session(&analysis.dossier, None).is_none();
    (!no_minutes).then(|| document::compose(&analysis.material(settings)))
}

/// Checks the names of a document's figures and the places they are said to stand at.
#[track_caller]
fn check(document: &Document) {
    let figures = identified(document);
    let ids: BTreeSet<&str> = figures.iter().map(|figure| figure.id.as_str()).collect();
    assert_eq!(ids.len(), figures.len(), "names are given once");
    let marks: BTreeSet<String> = ids.iter().map(|id| bookmark(id)).collect();
    assert_eq!(marks.len(), ids.len());
    assert!(marks.iter().all(|mark| mark.len() <= 40));
    assert!(ids.iter().all(|id| id_of_bookmark(&bookmark(id)).as_deref() == Some(*id)));
    let printed = document.printed();
    let spots: BTreeSet<_> = printed.iter().map(|printed| printed.spot).collect();
    assert_eq!(spots.len(), printed.len(), "each text has a spot of its own");
    let n_figures: usize = printed.iter().map(|printed| printed.text.figures().len()).sum();
    assert_eq!(figures.len(), n_figures);
    for figure in &figures {
        let text = printed.iter().find(|printed| printed.spot == figure.spot).expect("it is printed");
        assert_eq!(&text.text.as_str()[figure.start..figure.end], figure.text);
    }
    assert_eq!(identified(document), figures);
    assert_eq!(fingerprint(&figures).len(), 64);
}

#[test]
fn figures_of_the_samples_have_names() {
    for unit in UNITS {
        for format in Format::ALL {
            let settings = Settings { format, names: true, ..settings(unit) };
            let document = document(&sources(unit), &settings).expect("the samples can be written");
            assert!(identified(&document).len() > if format == Format::Minutes { 20 } else { 150 });
            check(&document);
        }
    }
}

#[test]
fn figures_of_random_units_have_names() {
    let own = Settings { unit: "3号镇".into(), period: "2020H1".parse().ok(), ..Settings::default() };
    let documents: Vec<Document> =
        random_folders(40).iter().filter_map(|folder| document(folder, &own)).collect();
    assert!(documents.len() > 20);
    documents.iter().for_each(check);
    let fingerprints: BTreeSet<String> =
        documents.iter().map(|document| fingerprint(&identified(document))).collect();
    assert!(fingerprints.len() > 20, "other figures, another fingerprint");
}
