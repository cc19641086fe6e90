//! The analysis beyond one township's registers: the essays of a whole county compared.

use banxin_core::findings::similarity;
use divan::Bencher;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Essays that a county of thirty townships gathers in years.
const N_ESSAYS: usize = 20_000;
/// Sentences of an essay, 30 characters each.
const N_SENTENCES: usize = 45;
/// Sentences that everybody quotes.
const N_STOCK: u64 = 400;

fn main() {
    divan::main();
}

/// A plain linear generator: the same essays in every run (Knuth, MMIX).
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    fn sentence(&mut self) -> String {
        let mut character = || char::from_u32(0x4e00 + u32::try_from(self.next(3000)).expect("small"));
        (0..30).map(|_| character().expect("a Chinese character")).chain(['。']).collect()
    }
}

/// Essays of which a third of the sentences are stock, and every hundredth copies another.
fn essays() -> Vec<String> {
    let mut draw = Draw(1);
    let stock: Vec<String> = (0..N_STOCK).map(|_| draw.sentence()).collect();
    let mut essays: Vec<Vec<String>> = Vec::new();
    for n in 0..N_ESSAYS {
        let mut essay: Vec<String> = (0..N_SENTENCES)
            .map(|_| match draw.next(3) {
                0 => stock[usize::try_from(draw.next(N_STOCK)).expect("small")].clone(),
                _ => draw.sentence(),
            })
            .collect();
        if n % 100 == 99 {
            let n_copied = N_SENTENCES * 9 / 10;
            let from = essays[n - 50][..n_copied].to_vec();
            essay.splice(..n_copied, from);
        }
        essays.push(essay);
    }
    essays.into_iter().map(|essay| essay.concat()).collect()
}

#[divan::bench(sample_count = 3)]
fn a_county_of_essays(bencher: Bencher) {
    let essays = essays();
    let texts: Vec<&str> = essays.iter().map(String::as_str).collect();
    let pairs = similarity::compare(&texts);
    assert_eq!(pairs.len(), N_ESSAYS / 100, "every copy is found, and nothing else");
    bencher.bench(|| similarity::compare(&texts));
}

/// The worst case: one text, handed in by everybody.
#[divan::bench(sample_count = 3)]
fn b_one_text_by_everybody(bencher: Bencher) {
    let essay = essays().swap_remove(0);
    let texts: Vec<&str> = std::iter::repeat_n(essay.as_str(), N_ESSAYS).collect();
    bencher.bench(|| similarity::compare(&texts));
}
