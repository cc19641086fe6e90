//! How much one request, and all requests together, may ask of the machine.

use std::thread::available_parallelism;
use std::time::Duration;

/// The most bytes of a request's head.
pub(super) const MAX_HEAD_BYTES: usize = 32 << 10;

/// The limits of the service; each has a refusal of its own.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The most bytes of one request's body (413).
    pub body_bytes: usize,
    /// The most bytes of all bodies held at the same time (503).
    pub held_bytes: usize,
    /// The most files of one unit, those in zips included (413).
    pub files: usize,
    /// The most bytes that one unit's zips unpack to (413).
    pub unpacked_bytes: u64,
    /// The most files of a county (413).
    pub county_files: usize,
    /// The most bytes that a county's zip unpacks to, on disk (413).
    pub county_bytes: u64,
    /// How many times its size a zip's entry may unpack to, beyond the first MiB (422).
    pub ratio: u64,
    /// The most cells of one unit's files together (422).
    pub cells: usize,
    /// The most bytes of text in one unit's files together, essays too (422).
    pub text_bytes: usize,
    /// The most pages of one report (422).
    pub pages: usize,
    /// How many pages one preview draws.
    pub drawn_pages: usize,
    /// How many requests are worked on at the same time.
    pub renders: usize,
    /// How many requests may wait for that (503 beyond).
    pub waiting: usize,
    /// How long a request waits for that (503 after).
    pub wait: Duration,
    /// How long a request is worked on (504 after).
    pub work: Duration,
    /// How long a body may take to arrive (408 after).
    pub body: Duration,
    /// The fewest bytes of a body a second, beyond the pause that it may make (408 below).
    pub rate: u32,
    /// How long a body may pause (408 after).
    pub pause: Duration,
    /// How long a request's head may take, or an answer may stand unread, before the
    /// connection is closed.
    pub connection: Duration,
    /// How many connections are open at the same time; further ones wait.
    pub connections: usize,
    /// How many of them one client may have; further ones are closed.
    pub connections_each: usize,
    /// How many county jobs there may be, finished ones included (503 beyond); one whose result was
    /// fetched makes room.
    pub jobs: usize,
    /// How long a county's result is kept once it is done.
    pub keep: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes: 64 << 20,
            held_bytes: 512 << 20,
            files: 500,
            unpacked_bytes: 256 << 20,
            county_files: 50_000,
            county_bytes: 2 << 30,
            ratio: 200,
            cells: 300_000,
            text_bytes: 32 << 20,
            pages: 300,
            drawn_pages: 4,
            renders: available_parallelism().map_or(2, std::num::NonZero::get).max(2),
            waiting: 64,
            wait: Duration::from_secs(30),
            work: Duration::from_secs(60),
            body: Duration::from_secs(180),
            rate: 4 << 10,
            pause: Duration::from_secs(20),
            connection: Duration::from_secs(15),
            connections: 256,
            connections_each: 192,
            jobs: 8,
            keep: Duration::from_secs(1800),
        }
    }
}
