//! How big files are, and their checksums: what files that describe other files say of them.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// A file's size and checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Measure {
    /// Measures a file as a whole.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.len() as u64,
            sha256: hexadecimal(&Sha256::digest(bytes)),
        }
    }
}

/// A published attachment's size and checksums, as OParl names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMeasure {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-1 in hexadecimal digits.
    pub sha1: String,
    /// SHA-512 in hexadecimal digits.
    pub sha512: String,
}

impl FileMeasure {
    /// Measures a file bit by bit.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(mut file: impl Read) -> io::Result<Self> {
        let (mut sha1, mut sha512) = (Sha1::new(), Sha512::new());
        let mut bytes = 0;
        let mut part = vec![0; 1 << 16];
        loop {
            let read = match file.read(&mut part) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            if read == 0 {
                break;
            }
            sha1.update(&part[..read]);
            sha512.update(&part[..read]);
            bytes += read as u64;
        }
        Ok(Self {
            bytes,
            sha1: hexadecimal(&sha1.finalize()),
            sha512: hexadecimal(&sha512.finalize()),
        })
    }
}

/// The measures of files, by path.
#[derive(Clone, Debug, Default)]
pub struct Measures(BTreeMap<String, Measure>);

impl Measures {
    /// The measure of a file; `None` if it was not measured.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Measure> {
        self.0.get(path)
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Measure)> {
        self.0
            .iter()
            .map(|(path, measure)| (path.as_str(), measure))
    }

    /// Takes note of a file.
    pub fn add(&mut self, path: &str, measure: Measure) {
        self.0.insert(path.to_owned(), measure);
    }
}

/// Measures what it passes on.
pub struct Measuring<'w> {
    inner: &'w mut (dyn Write + Send),
    bytes: u64,
    hash: Sha256,
}

impl<'w> Measuring<'w> {
    /// Measures what is written to `inner` through it.
    pub fn new(inner: &'w mut (dyn Write + Send)) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    /// What was written.
    #[must_use]
    pub fn measure(self) -> Measure {
        Measure {
            bytes: self.bytes,
            sha256: hexadecimal(&self.hash.finalize()),
        }
    }
}

impl Write for Measuring<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_have_the_checksums_of_the_standard() {
        let measure = FileMeasure::of(&b"abc"[..]).expect("read");
        assert_eq!(measure.bytes, 3);
        assert_eq!(measure.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(
            measure
                .sha512
                .starts_with("ddaf35a193617abacc417349ae204131")
        );
    }

    #[test]
    fn a_file_measures_the_same_as_a_whole_and_bit_by_bit() {
        let mut out = Vec::new();
        let mut measuring = Measuring::new(&mut out);
        for part in ["ab", "", "c"] {
            measuring.write_all(part.as_bytes()).expect("written");
        }
        let measure = measuring.measure();
        assert_eq!(measure, Measure::of(&out));
        assert_eq!(measure.bytes, 3);
        // FIPS 180-2, appendix B.1.
        assert_eq!(
            measure.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
