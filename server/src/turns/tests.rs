//! What takes long goes one after the other, whatever becomes of those who asked for it.

use std::sync::mpsc;

use tokio::task::yield_now;

use super::*;

#[tokio::test]
async fn one_works_a_few_wait_and_who_comes_then_is_turned_away() {
    let turns = Arc::new(Turns::new(Counter::noop()));
    let (end, ended) = mpsc::channel::<()>();
    let begin = |work: Box<dyn FnOnce() + Send>| {
        let turns = Arc::clone(&turns);
        tokio::spawn(async move { turns.take(work).await })
    };
    let working = begin(Box::new(move || {
        let _ = ended.recv();
    }));
    while turns.turn.available_permits() > 0 {
        yield_now().await;
    }
    let waiting: Vec<_> = (0..WAITING).map(|_| begin(Box::new(|| ()))).collect();
    while turns.waiting.available_permits() > 0 {
        yield_now().await;
    }
    assert_eq!(turns.take(|| ()).await, Err(Problem::overloaded()));

    // The client of the first goes away: its work has begun, and keeps its turn.
    working.abort();
    assert!(working.await.unwrap_err().is_cancelled());
    assert_eq!(turns.turn.available_permits(), 0);
    drop(end);
    for one in waiting {
        assert_eq!(one.await.unwrap(), Ok(()));
    }
    assert_eq!(turns.take(|| 7).await, Ok(7));
}
