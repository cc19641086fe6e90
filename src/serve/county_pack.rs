//! A county's results packed into a zip, and where in it each file lies that is handed out alone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::batch::{keep, record};
use crate::zipped::alike;

/// The folder of the reports within a job's.
pub(super) const OUT: &str = "out";
/// The packed result within a job's folder.
pub(super) const RESULT: &str = "result.zip";

/// The folder of the checklists within a job's.
pub(super) const CHECKLISTS: &str = "checklists";
/// The table of the units within a job's folder.
pub(super) const UNITS: &str = "units.json";

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A kind of file that can be fetched by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// How it is asked for.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The file's name, of a unit's file what follows the unit's.
    pub end: &'static str,
    /// Its media type.
    pub media: &'static str,
}

impl Kind {
    /// Returns the name of a unit's file of this kind.
    pub(super) fn of(&self, stem: &str) -> String {
        format!("{stem}{}", self.end)
    }
}

/// What is packed of one unit.
pub(super) const UNIT_FILES: [Kind; 5] = [
    Kind { key: "report", name: "报告", end: record::REPORT, media: PDF },
    Kind { key: "docx", name: "送审稿", end: record::DRAFT, media: DOCX },
    Kind { key: "ofd", name: "OFD", end: record::OFD, media: "application/ofd" },
    Kind { key: "worksheet", name: "工作底稿", end: record::WORKSHEET, media: XLSX },
    Kind { key: "notice", name: "反馈意见", end: record::NOTICE, media: PDF },
];
/// What there is of one unit beside the packed result.
pub(super) const CHECKLIST: Kind =
    Kind { key: "checklist", name: "核查表", end: "-核查表.xlsx", media: XLSX };
/// What is packed of the county itself.
pub(super) const COUNTY_FILES: [Kind; 4] = [
    Kind { key: "report", name: "汇总报告", end: keep::REPORT, media: PDF },
    Kind { key: "table", name: "汇总表", end: keep::TABLE, media: XLSX },
    Kind { key: "worksheet", name: "汇总工作底稿", end: keep::WORKSHEET, media: XLSX },
    Kind { key: "figures", name: "汇总报告的数字", end: keep::FIGURES, media: "application/json" },
];

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    /// Where it begins.
    pub start: u64,
    /// How long it is.
    pub n_bytes: u64,
}

/// What was packed: the names, and where each file that is not packed smaller lies in the zip.
#[derive(Debug, Default)]
pub(super) struct Packed(BTreeMap<String, Option<Span>>);

impl Packed {
    /// Returns how many files there are.
    pub(super) fn n_files(&self) -> usize {
        self.0.len()
    }

    /// Returns where a file lies, by its name.
    pub(super) fn span(&self, name: &str) -> Option<Span> {
        *self.0.get(name)?
    }
}

/// Packs a folder's files into a zip, always the same bytes for the same files.
pub(super) fn pack(folder: &Path, to: &Path) -> io::Result<Packed> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    let mut zip = ZipWriter::new(File::create(to)?);
    for name in names {
        // PDFs and workbooks are packed already; the county's figures are fetched by themselves.
        let is_packed = name.ends_with(".json") && name != keep::FIGURES;
        let method = if is_packed { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        zip.start_file(&name, alike(method))?;
        io::copy(&mut File::open(folder.join(&name))?, &mut zip)?;
    }
    zip.finish()?.flush()?;
    let mut zip = ZipArchive::new(File::open(to)?)?;
    let mut packed = BTreeMap::new();
    for at in 0..zip.len() {
        let file = zip.by_index_raw(at)?;
        let start = file.data_start().filter(|_| file.compression() == CompressionMethod::Stored);
        let span = start.map(|start| Span { start, n_bytes: file.size() });
        packed.insert(file.name()?.into_owned(), span);
    }
    Ok(Packed(packed))
}

/// Opens a file, at the beginning of a part of it where only that is wanted; returns how many bytes
/// there are to be read.
pub(super) fn open(path: &Path, span: Option<Span>) -> io::Result<(File, u64)> {
    let mut file = File::open(path)?;
    let Some(Span { start, n_bytes }) = span else {
        let n_bytes = file.metadata()?.len();
        return Ok((file, n_bytes));
    };
    file.seek(SeekFrom::Start(start))?;
    Ok((file, n_bytes))
}
