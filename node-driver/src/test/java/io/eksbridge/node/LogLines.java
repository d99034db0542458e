// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What a class logs while this is open, from a level on; tests are quiet otherwise.
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();
  private final Logger log;

  private LogLines(Logger log) {
    this.log = log;
  }

  /// Collects the lines of that class.
  public static LogLines of(Class<?> source, Level from) {
    var lines = new LogLines((Logger) LoggerFactory.getLogger(source));
    lines.start();
    lines.log.addAppender(lines);
    lines.log.setLevel(from);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent line) {
    lines.add(line);
  }

  /// Those so far, the oldest first.
  public List<ILoggingEvent> soFar() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    log.setLevel(null);
    log.detachAppender(this);
    stop();
  }
}
