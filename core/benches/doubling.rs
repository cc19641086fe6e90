//! Whether reading grows with what a file holds: each kind of thing doubled, and the ratio.
//!
//! Twice as much takes twice as long; a ratio far above two is a loop within a loop, which a
//! crafted file of a few kilobytes turns into a minute.

use std::time::{Duration, Instant};

use banxin_core::source::Source;
use banxin_core::workbook;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often a file is read; the quickest counts.
const N_RUNS: usize = 7;

/// A kind of thing, how many of it there are at first, and a file with so many.
type Kind = (&'static str, usize, fn(usize) -> Vec<u8>);

const KINDS: [Kind; 13] = [
    ("xlsx: rows", 20_000, |n| sheet(|page| numbers(page, n, 5))),
    ("xlsx: columns", 4_000, |n| sheet(|page| numbers(page, 20, n))),
    ("xlsx: strings", 40_000, |n| sheet(|page| strings(page, n))),
    ("xlsx: formats and numbers", 5_000, |n| sheet(|page| formats(page, n))),
    ("xlsx: merged areas", 20_000, |n| sheet(|page| merges(page, n))),
    ("xlsx: hidden columns and rows", 2_000, |n| sheet(|page| hidden_columns(page, n))),
    ("xlsx: sheets", 200, sheets),
    ("ods: hidden columns and rows", 4_000, hidden_ods),
    ("csv: rows", 100_000, |n| "张三,2020-03-05,√\n".repeat(n).into_bytes()),
    ("csv: blank fields of a line", 8_000_000, |n| format!("a{}\n", ",".repeat(n)).into_bytes()),
    ("csv: quotes without partner", 200_000, |n| "\"a\n".repeat(n).into_bytes()),
    ("csv: one quoted field", 8_000_000, |n| format!("a,\"{}\"\n", "x\n".repeat(n)).into_bytes()),
    ("csv: lines of GBK in UTF-8", 50_000, mixed),
];

#[expect(clippy::print_stdout, reason = "a benchmark reports")]
fn main() {
    // `cargo test --benches` only asks whether it runs.
    let is_test = !std::env::args().any(|argument| argument == "--bench");
    println!("{:<32} {:>10} {:>10} {:>10} {:>6}", "", "n", "ms of n", "ms of 2n", "ratio");
    for (what, n, file) in KINDS {
        let n = if is_test { 10 } else { n };
        let (once, twice) = (quickest(file(n)), quickest(file(2 * n)));
        let ratio = twice.as_secs_f64() / once.as_secs_f64();
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!("{what:<32} {n:>10} {:>10.2} {:>10.2} {ratio:>6.2}", ms(once), ms(twice));
    }
}

/// Reads a file some times; returns the shortest time.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn quickest(bytes: Vec<u8>) -> Duration {
    let source = Source { name: "登记表".to_string(), bytes };
    let times = (0..N_RUNS).map(|_| {
        let start = Instant::now();
        let read = workbook::read(0, &source);
        let time = start.elapsed();
        assert!(read.output.is_ok(), "{:?}", read.output.err());
        time
    });
    times.min().unwrap_or_default()
}

/// Writes a workbook of one sheet.
fn sheet(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().expect("written to memory")
}

fn row(n: usize) -> u32 {
    u32::try_from(n).expect("within the sheet")
}

fn col(n: usize) -> u16 {
    u16::try_from(n).expect("within the sheet")
}

fn numbers(page: &mut Worksheet, n_rows: usize, n_cols: usize) {
    for at in 0..n_rows {
        for across in 0..n_cols {
            page.write(row(at), col(across), 1.5).expect("within the sheet");
        }
    }
}

fn strings(page: &mut Worksheet, n: usize) {
    for at in 0..n {
        page.write(row(at), 0, format!("学习题目之{at}")).expect("within the sheet");
    }
}

/// As many numbers as formats, each format written out.
fn formats(page: &mut Worksheet, n: usize) {
    for at in 0..n {
        let format = Format::new().set_num_format(format!("0\"第{at}次\""));
        page.write_with_format(row(at), 0, 1.5, &format).expect("within the sheet");
    }
}

fn merges(page: &mut Worksheet, n: usize) {
    for at in 0..n {
        page.merge_range(row(2 * at), 0, row(2 * at + 1), 1, "√", &Format::new()).expect("within the sheet");
    }
}

/// Every second column hidden, and ten rows for each of them.
fn hidden_columns(page: &mut Worksheet, n: usize) {
    for at in 0..n {
        page.set_column_hidden(col(2 * at)).expect("within the sheet");
    }
    numbers(page, 10 * n, 1);
}

fn sheets(n: usize) -> Vec<u8> {
    let mut book = Workbook::new();
    for _ in 0..n {
        numbers(book.add_worksheet(), 20, 5);
    }
    book.save_to_buffer().expect("written to memory")
}

/// The same in an ods, where a row that stands many times is written once.
fn hidden_ods(n: usize) -> Vec<u8> {
    use std::io::Write;

    let columns = "<table:table-column table:visibility='collapse'/><table:table-column/>".repeat(n);
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name='一'>{columns}\
         <table:table-row table:number-rows-repeated='{}'><table:table-cell office:value-type='float' \
         office:value='1'/></table:table-row></table:table></office:spreadsheet></office:body>\
         </office:document-content>",
        20 * n
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).expect("in memory");
    zip.write_all(content.as_bytes()).expect("in memory");
    zip.finish().expect("in memory").into_inner()
}

/// Two lines of UTF-8 for each that is not.
fn mixed(n: usize) -> Vec<u8> {
    let (line, _, _) = encoding_rs::GB18030.encode("王五,病假\n");
    ["张三,√\n李四,√\n".as_bytes(), &line].concat().repeat(n)
}
