//! What is packed comes out as it went in, and less of it lies on disk.

use super::*;
use crate::pages::tests::{document, make};

/// What a made-up document's file was before it was packed.
fn plain_file() -> Vec<u8> {
    let pdf = make(&document(), &["a-2a", "ua-1"]).bytes;
    unpack(&pdf, 64 << 20).expect("a file of ours")
}

#[test]
fn packing_loses_nothing() {
    let plain = plain_file();
    assert!(Plain::read(&plain).is_some(), "Typst writes another form than is expected here");
    let packed = pack(plain.clone());
    assert!(packed.len() + 10_000 < plain.len(), "{} of {} bytes", packed.len(), plain.len());
    assert!(unpack(&packed, plain.len()) == Ok(plain.clone()));
    assert!(memchr::memmem::find(&packed, b"/StructElem").is_none() && packed != plain);
    assert_eq!(unpack(&packed, plain.len() - 1), Err(UnpackError::TooLarge));
}

#[test]
fn objects_lie_where_the_table_says() {
    let (plain, packed) = (plain_file(), pack(plain_file()));
    let names = |file: &[u8]| {
        let file = hayro_syntax::Pdf::new(file.to_vec()).expect("a PDF");
        let dict = |object| match object {
            hayro_syntax::object::Object::Dict(dict) => Some(format!("{dict:?}")),
            _ => None,
        };
        let mut dicts: Vec<String> = file.objects().into_iter().filter_map(dict).collect();
        dicts.sort();
        dicts
    };
    assert!(names(&plain).len() > 50);
    assert!(names(&plain) == names(&packed));
}

#[test]
fn another_form_stays_as_it_is() {
    let oldest = make(&document(), &["a-1b"]).bytes;
    assert!(oldest.starts_with(b"%PDF-1.4") && memchr::memmem::find(&oldest, b"\nxref\n").is_some());
    for file in [&b""[..], b"%PDF-1.7\n", &oldest] {
        assert!(pack(file.to_vec()) == file);
        assert_eq!(unpack(file, 1 << 20), Err(UnpackError::Foreign));
    }
    let mut bent = plain_file();
    let at = memchr::memmem::find(&bent, b"\nxref\n").expect("a table") + 40;
    bent[at] ^= 1;
    assert!(pack(bent.clone()) == bent);
}

#[test]
fn nothing_hostile_gets_far() {
    // A bomb: 80 MiB of nothing in one object stream.
    let bomb = stream(b"/Type/ObjStm/N 1/First 4", &vec![b' '; 80 << 20]);
    let mut file = HEADER.to_vec();
    plain::write_object(&mut file, 1, &bomb);
    assert_eq!(unpack(&file, 1 << 20), Err(UnpackError::TooLarge));
    // Cut and bent anywhere, it is an error or a file, never a panic.
    let objects = [(1, &b"<</Type/Catalog>>"[..]), (2, b"[1 2 3]")];
    let small =
        Plain { objects: objects.iter().map(|(_, object)| *object).collect(), trailer: b"/Root 1 0 R" };
    let whole = pack(small.write());
    assert!(unpack(&whole, 1000) == Ok(small.write()));
    for at in 0..whole.len() {
        let _ = unpack(&whole[..at], 1000);
        for bit in 0..8 {
            let mut bent = whole.clone();
            bent[at] ^= 1 << bit;
            let _ = unpack(&bent, 1000);
        }
    }
}
