//! The archive as bytes, piece by piece, so that several threads can write and read it: a build keeps it for the next one.

use std::io;

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::archive::Archive;

/// How many entries of a long list are in a piece.
const PIECE: usize = 512;

/// Name of the piece that holds all but the long lists, and how long those are.
const REST: &str = "rest";

/// Gives each piece of an archive with its name to `put`, from several threads.
///
/// # Errors
/// None that is known of: it is the format's way.
pub fn keep(archive: &Archive, put: &(dyn Fn(&str, &[u8]) + Sync)) -> io::Result<()> {
    let Archive {
        meetings,
        papers,
        procedures,
        numbers,
        ..
    } = archive;
    keep_list("meetings", meetings, put)?;
    keep_list("papers", papers, put)?;
    keep_list("procedures", procedures, put)?;
    keep_list("numbers", numbers, put)?;
    let lengths = [
        meetings.len(),
        papers.len(),
        procedures.len(),
        numbers.len(),
    ];
    let lengths = lengths.map(|length| length as u64);
    put(REST, &borsh::to_vec(&(archive, lengths))?);
    Ok(())
}

/// An archive from its pieces, which `piece` gives by name, to several threads; `None` if one is missing or damaged.
#[must_use]
pub fn take(piece: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync)) -> Option<Archive> {
    let rest = piece(REST)?;
    let (mut archive, lengths) = <(Archive, [u64; 4])>::try_from_slice(&rest).ok()?;
    let [meetings, papers, procedures, numbers] = lengths;
    archive.meetings = take_list("meetings", meetings, piece)?;
    archive.papers = take_list("papers", papers, piece)?;
    archive.procedures = take_list("procedures", procedures, piece)?;
    archive.numbers = take_list("numbers", numbers, piece)?;
    Some(archive)
}

fn keep_list<T: BorshSerialize + Sync>(
    name: &str,
    list: &[T],
    put: &(dyn Fn(&str, &[u8]) + Sync),
) -> io::Result<()> {
    let pieces = list.par_chunks(PIECE).enumerate();
    pieces.try_for_each(|(at, entries)| {
        put(&format!("{name} {at}"), &borsh::to_vec(entries)?);
        Ok(())
    })
}

fn take_list<T: BorshDeserialize + Send>(
    name: &str,
    length: u64,
    piece: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
) -> Option<Vec<T>> {
    let length = usize::try_from(length).ok()?;
    let pieces = (0..length.div_ceil(PIECE)).into_par_iter();
    let pieces = pieces.map(|at| Vec::<T>::try_from_slice(&piece(&format!("{name} {at}"))?).ok());
    let pieces: Vec<Vec<T>> = pieces.collect::<Option<_>>()?;
    let mut list = Vec::with_capacity(length);
    for mut entries in pieces {
        list.append(&mut entries);
    }
    (list.len() == length).then_some(list)
}
