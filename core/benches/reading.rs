//! Reading a workbook of 60 sheets and 100,000 cells: ours beside calamine's bare cells.

use std::io::Cursor;

use banxin_core::source::Source;
use banxin_core::workbook;
use calamine::{Reader, Xlsx};
use divan::Bencher;
use rust_xlsxwriter::Workbook;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const N_SHEETS: u32 = 60;
const N_ROWS: u32 = 167;
const N_COLS: u16 = 10;

fn main() {
    divan::main();
}

/// Writes registers as offices keep them: a merged title, names, dates, marks and numbers.
fn source() -> Source {
    let mut book = Workbook::new();
    for n in 0..N_SHEETS {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("第{}期", n + 1)).expect("a good name");
        let title = rust_xlsxwriter::Format::new();
        sheet.merge_range(0, 0, 0, N_COLS - 1, "集中学习考勤表", &title).expect("within the sheet");
        for row in 1..N_ROWS {
            sheet.write(row, 0, format!("成员{}", row % 37)).expect("within the sheet");
            sheet.write(row, 1, format!("2020年3月{}日", row % 28 + 1)).expect("within the sheet");
            sheet.write(row, 2, f64::from(row) * 1.5).expect("within the sheet");
            for col in 3..N_COLS {
                let mark = ["√", "×", "○", "△"][usize::from(col) % 4];
                sheet.write(row, col, mark).expect("within the sheet");
            }
        }
    }
    Source { name: "考勤表.xlsx".to_string(), bytes: book.save_to_buffer().expect("written to memory") }
}

#[divan::bench]
fn ours(bencher: Bencher) {
    let source = source();
    bencher.bench(|| workbook::read(0, &source));
}

/// What calamine needs to hand over every cell, none of them kept.
#[divan::bench]
fn calamine_cells(bencher: Bencher) {
    let source = source();
    bencher.bench(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(source.bytes.as_slice())).expect("a workbook");
        let mut n_cells = 0;
        for name in book.sheet_names() {
            let mut reader = book.worksheet_cells_reader(&name).expect("a sheet");
            while reader.next_cell().expect("a cell").is_some() {
                n_cells += 1;
            }
        }
        n_cells
    });
}

/// What calamine needs to lay every sheet out as a range.
#[divan::bench]
fn calamine_ranges(bencher: Bencher) {
    let source = source();
    bencher.bench(|| {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(source.bytes.as_slice())).expect("a workbook");
        book.worksheets()
    });
}
