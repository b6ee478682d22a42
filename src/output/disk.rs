//! Every system call by which aksgen changes the output, behind one trait, so that tests can stop or fail any of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// The calls that write. Each method is one system call (`write` is one for a file of ordinary size).
pub trait Disk: Sync {
    /// # Errors
    /// As of [`fs::create_dir`].
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Makes a file that was not there before.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] for anything at `path`, a dangling link included.
    fn create_file(&self, path: &Path, executable: bool) -> io::Result<File>;

    /// Opens a file whose OS lock stands for a turn to write, and makes it when it is missing.
    ///
    /// # Errors
    /// As of [`OpenOptions::open`].
    fn open_to_lock(&self, path: &Path) -> io::Result<File>;

    /// # Errors
    /// As of [`io::Write::write_all`].
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// # Errors
    /// As of [`fs::rename`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// # Errors
    /// As of [`fs::remove_file`].
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] for a folder that holds anything.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The operating system's own disk.
#[derive(Clone, Copy, Debug)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn create_file(&self, path: &Path, executable: bool) -> io::Result<File> {
        let mut options = OpenOptions::new();
        set_mode(options.write(true).create_new(true), executable).open(path)
    }

    fn open_to_lock(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}

/// The umask of the user takes its bits off, as for every file that they make.
#[cfg(unix)]
fn set_mode(options: &mut OpenOptions, executable: bool) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(if executable { 0o777 } else { 0o666 })
}

#[cfg(not(unix))]
fn set_mode(options: &mut OpenOptions, _executable: bool) -> &mut OpenOptions {
    options
}
