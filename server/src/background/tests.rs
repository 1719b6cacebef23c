//! Which threads step back.

#![cfg(target_os = "linux")]

use std::thread;

use rustix::process::getpriority_process;

use super::{Background, NICENESS};

#[test]
fn all_threads_of_the_background_step_back_and_no_other_does() {
    let before = getpriority_process(None).unwrap();
    let inside = thread::spawn(|| {
        let background = Background::enter();
        let pooled = background.run(|| rayon::broadcast(|_| getpriority_process(None).unwrap()));
        (getpriority_process(None).unwrap(), pooled)
    });
    let (own, pooled) = inside.join().unwrap();
    assert_eq!(own, NICENESS.max(before));
    assert!(pooled.iter().all(|niceness| *niceness == own));
    assert_eq!(getpriority_process(None).unwrap(), before);
}
