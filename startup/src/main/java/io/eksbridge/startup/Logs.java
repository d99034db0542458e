// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashCommonFieldNames;
import net.logstash.logback.fieldnames.LogstashFieldNames;
import org.slf4j.LoggerFactory;

/// Sets logback up in the [LogFormat] that was chosen. Not by a file: to read XML takes an eighth
/// of the time until a service serves. Logback finds this class by its service file.
public final class Logs extends ContextAwareBase implements Configurator {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "io.micronaut",
          Level.WARN,
          // gRPC asks for SO_KEEPALIVE on each connection, which a Unix socket has not: a warning
          // each time
          "io.netty.bootstrap",
          Level.ERROR,
          // a port in use is told once, by the refusal
          "io.micronaut.http.server.netty.NettyHttpServer",
          Level.OFF);

  @Override
  public ExecutionStatus configure(LoggerContext logs) {
    return LogFormat.chosen()
        .map(format -> configured(logs, format))
        .orElse(ExecutionStatus.INVOKE_NEXT_IF_ANY);
  }

  private static ExecutionStatus configured(LoggerContext logs, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> json();
          case TEXT -> text();
        };
    encoder.setContext(logs);
    encoder.start();
    var lines = new LinesApart(logs, encoder, System.err);
    lines.start();
    var root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv("LOG_LEVEL"), Level.INFO));
    root.addAppender(lines);
    LEVELS.forEach((name, level) -> logs.getLogger(name).setLevel(level));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// Writes what is waiting to be written; nothing is logged after it.
  static void end() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop();
    }
  }

  private static Encoder<ILoggingEvent> json() {
    var names = new LogstashFieldNames();
    names.setTimestamp("timestamp");
    names.setVersion(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    names.setLevelValue(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    names.setThread(LogstashCommonFieldNames.IGNORE_FIELD_INDICATOR);
    var encoder = new LogstashEncoder();
    encoder.setFieldNames(names);
    return encoder;
  }

  private static Encoder<ILoggingEvent> text() {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg %kvp%n");
    return encoder;
  }
}
