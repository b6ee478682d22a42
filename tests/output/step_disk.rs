//! A disk that counts the calls that write, and stops, fails or fills up at one of them.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};

use aksgen::output::{Disk, LocalDisk};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// The process ends there, as by a kill: nothing is unwound and nothing is cleaned up.
    Abort,
    /// Nothing is written from there on: to the disk the same as a kill, within one process.
    Dead,
    /// From there on there is no room for a byte, a name or a folder; removing works.
    Full,
    /// This one call fails.
    Once,
}

/// The first step is 1. The call at which the fault strikes writes half of its bytes if it writes any.
#[derive(Debug)]
pub struct StepDisk<'s> {
    pub steps: &'s AtomicUsize,
    pub fault: Fault,
    pub at: usize,
}

enum Needs {
    Room,
    Nothing,
}

impl StepDisk<'_> {
    fn step(&self, needs: Needs, half: impl FnOnce()) -> io::Result<()> {
        let step = self.steps.fetch_add(1, Ordering::SeqCst) + 1;
        let strikes = match self.fault {
            Fault::Abort | Fault::Once => step == self.at,
            Fault::Dead => step >= self.at,
            Fault::Full => step >= self.at && matches!(needs, Needs::Room),
        };
        if !strikes {
            return Ok(());
        }
        if self.fault != Fault::Dead || step == self.at {
            half();
        }
        if self.fault == Fault::Abort {
            process::abort();
        }
        Err(ErrorKind::StorageFull.into())
    }
}

impl Disk for StepDisk<'_> {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Needs::Room, || {}).and_then(|()| LocalDisk.create_folder(path))
    }

    fn create_file(&self, path: &Path, executable: bool) -> io::Result<File> {
        self.step(Needs::Room, || {}).and_then(|()| LocalDisk.create_file(path, executable))
    }

    fn open_to_lock(&self, path: &Path) -> io::Result<File> {
        self.step(Needs::Room, || {}).and_then(|()| LocalDisk.open_to_lock(path))
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let half = |file: &mut File| drop(LocalDisk.write(file, &bytes[..bytes.len() / 2]));
        self.step(Needs::Room, || half(file)).and_then(|()| LocalDisk.write(file, bytes))
    }

    /// A rename moves a name to where one may stand already; that it finds no room is met by `Once` only.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Needs::Nothing, || {}).and_then(|()| LocalDisk.rename(from, to))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(Needs::Nothing, || {}).and_then(|()| LocalDisk.remove_file(path))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Needs::Nothing, || {}).and_then(|()| LocalDisk.remove_folder(path))
    }
}
