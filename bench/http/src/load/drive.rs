//! The loop: sends what is due on whichever connection is free, and takes the answers as they come. One thread, which sleeps
//! until something is due or something comes, to the microsecond.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::{Timespec, epoll};

use crate::connection::Connection;
use crate::report::Report;

/// How long an answer may take after nothing is asked any more.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is asked, and how often.
pub(crate) struct Plan {
    /// Asked one after the other, over and over.
    pub(crate) requests: Vec<Vec<u8>>,
    /// How many a second.
    pub(crate) rate: u32,
    /// How long nothing is counted.
    pub(crate) warm_up: Duration,
    /// How long it is counted after that.
    pub(crate) time: Duration,
}

/// Asks as is planned, and tells how it went.
pub(crate) fn drive(address: SocketAddr, connections: usize, plan: &Plan) -> anyhow::Result<Report> {
    let poll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    let mut connections: Vec<Connection> =
        (0..connections).map(|_| Connection::open(address)).collect::<io::Result<_>>()?;
    for (place, connection) in (0..).zip(&connections) {
        epoll::add(&poll, connection.stream(), epoll::EventData::new_u64(place), epoll::EventFlags::IN)?;
    }
    let mut free: VecDeque<usize> = (0..connections.len()).collect();
    let mut events = Vec::with_capacity(connections.len());
    let (mut requests, mut report) = (plan.requests.iter().cycle(), Report::new(plan.time)?);
    let mut schedule = Schedule::new(plan);
    let end = schedule.end;
    loop {
        let mut now = Instant::now();
        while let Some(due) = schedule.due(now) {
            // Without a free connection it waits, and its time runs.
            let Some(place) = free.pop_front() else { break };
            schedule.sent();
            if let (Some(connection), Some(request)) = (connections.get_mut(place), requests.next()) {
                connection.ask(request, due)?;
            }
            now = Instant::now();
        }
        if now > end && free.len() == connections.len() {
            return Ok(report);
        }
        anyhow::ensure!(now < end + PATIENCE, "an answer did not come");
        let wait = if free.is_empty() { PATIENCE } else { schedule.wait(now) };
        events.clear();
        epoll::wait(&poll, spare_capacity(&mut events), Some(&Timespec::try_from(wait)?))?;
        for event in &events {
            let place = usize::try_from(event.data.u64())?;
            let Some(connection) = connections.get_mut(place) else { continue };
            if let Some((due, answer)) = connection.answer()? {
                if due >= schedule.counted {
                    report.note(due.elapsed(), &answer);
                }
                free.push_back(place);
            }
        }
    }
}

/// When requests are due.
struct Schedule {
    next: Instant,
    gap: Duration,
    counted: Instant,
    end: Instant,
}

impl Schedule {
    fn new(plan: &Plan) -> Self {
        let now = Instant::now();
        let counted = now + plan.warm_up;
        Self { next: now, gap: Duration::from_secs(1) / plan.rate, counted, end: counted + plan.time }
    }

    /// When the request that comes next was due, if it was.
    fn due(&self, now: Instant) -> Option<Instant> {
        (self.next <= now && self.next < self.end).then_some(self.next)
    }

    fn sent(&mut self) {
        self.next += self.gap;
    }

    fn wait(&self, now: Instant) -> Duration {
        match self.next < self.end {
            true => self.next.saturating_duration_since(now),
            false => PATIENCE / 50,
        }
    }
}
