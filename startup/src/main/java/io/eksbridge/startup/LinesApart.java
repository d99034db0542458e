// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// Writes log lines in a thread of its own: no call waits for whoever reads the log, or does not.
/// A first line is written at once; what follows within [#PAUSE] is written together, in one
/// system call, and wakes nobody: to wake a thread costs a call more than its line. The pause is
/// short: on a small node a call waits for the processor while many lines are encoded. Lines
/// that find [#WAITING] others waiting are lost, and a line of their own says how many.
final class LinesApart extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int WAITING = 2048;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final LoggerContext logs;
  private final Encoder<ILoggingEvent> encoder;
  private final PrintStream out;
  private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final LongAdder lost = new LongAdder();
  private final Thread writer = Thread.ofPlatform().name("log").daemon().unstarted(this::write);

  LinesApart(LoggerContext logs, Encoder<ILoggingEvent> encoder, PrintStream out) {
    this.logs = logs;
    this.encoder = encoder;
    this.out = out;
    setContext(logs);
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  /// Writes what is waiting, then ends.
  @Override
  public void stop() {
    if (isStarted()) {
      super.stop();
      writer.interrupt();
      try {
        writer.join(LAST_LINES);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (!waiting.offer(event)) {
      lost.increment();
    }
  }

  private void write() {
    try {
      while (isStarted()) {
        write(waiting.take());
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (InterruptedException _) {
      // stopped: what waits is written below
    }
    write(waiting.poll());
  }

  private void write(@Nullable ILoggingEvent first) {
    if (first == null) {
      return;
    }
    var lines = new ByteArrayOutputStream();
    var events = new ArrayList<ILoggingEvent>(List.of(first));
    waiting.drainTo(events);
    events.forEach(event -> lines.writeBytes(encoder.encode(event)));
    long missing = lost.sumThenReset();
    if (missing > 0) {
      lines.writeBytes(encoder.encode(missing(missing)));
    }
    out.write(lines.toByteArray(), 0, lines.size());
    out.flush();
  }

  private LoggingEvent missing(long lines) {
    var event =
        new LoggingEvent(
            LinesApart.class.getName(),
            logs.getLogger(LinesApart.class),
            Level.WARN,
            "log lines lost: they came faster than they could be written",
            null,
            null);
    event.addKeyValuePair(new KeyValuePair("lost", lines));
    return event;
  }
}
