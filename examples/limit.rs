//! How long the disk takes: reads a finished site into memory, then writes the same files once more.
//!
//!     rustc -O --edition 2024 examples/limit.rs && ./limit SITE NEW_FOLDER
//!
//! Only the writing is measured: processor and wall time, in seconds, as one JSON object. No build can be faster than that
//! on the same machine at the same time; `benches/race.py` says how close one comes.

#![expect(
    clippy::disallowed_methods,
    reason = "a measurement: it reads and writes files"
)]

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// Files with their bytes.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// Files that one thread takes at once, so that a folder stays with a thread as far as possible.
const RUN: usize = 64;

/// The site's files, and the folders that they need, outer ones first.
fn load(site: &Path) -> io::Result<(Vec<PathBuf>, Files)> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(site.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                files.push((path, fs::read(entry.path())?));
            }
        }
        folders.push(folder);
    }
    files.sort();
    folders.sort();
    Ok((folders, files))
}

/// Processor time of this process so far, in hundredths of a second (Linux).
fn processor_time() -> io::Result<u32> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2);
    Ok(ticks.filter_map(|ticks| ticks.parse::<u32>().ok()).sum())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(site), Some(new)) = (arguments.next(), arguments.next()) else {
        return Err("usage: limit SITE NEW_FOLDER".into());
    };
    let (folders, files) = load(Path::new(&site))?;
    let new = Path::new(&new);
    let (before, began) = (processor_time()?, Instant::now());
    for folder in &folders {
        fs::create_dir(new.join(folder))?;
    }
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let write = || -> io::Result<()> {
        loop {
            let start = next.fetch_add(RUN, Ordering::Relaxed);
            let Some(run) = files.get(start..) else {
                return Ok(());
            };
            for (path, bytes) in run.iter().take(RUN) {
                fs::write(new.join(path), bytes)?;
            }
        }
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(write)).collect();
        all.into_iter()
            .try_for_each(|one| one.join().unwrap_or(Ok(())))
    })?;
    let wall = began.elapsed().as_secs_f64();
    let cpu = f64::from(processor_time()? - before) / 100.0;
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "{{\"files\": {}, \"bytes\": {bytes}, \"wall\": {wall:.3}, \"cpu\": {cpu:.2}}}",
        files.len()
    );
    Ok(())
}
