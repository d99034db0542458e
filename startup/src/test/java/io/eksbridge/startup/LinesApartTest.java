// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LinesApartTest {
  private final Reader reader = new Reader();
  private final LoggerContext logs = new LoggerContext();
  private final Logger logger = logs.getLogger("some");

  LinesApartTest() {
    logs.setMDCAdapter(new LogbackMDCAdapter());
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logs);
    encoder.setPattern("%msg %kvp%n");
    encoder.start();
    var lines =
        new LinesApart(logs, encoder, new PrintStream(reader, true, StandardCharsets.UTF_8));
    lines.start();
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  @Test
  void linesAreWrittenInTheirOrderAndTheLastOnesBeforeTheEnd() {
    reader.reads();
    List<String> said = IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();
    said.forEach(logger::info);
    logs.stop();
    assertThat(reader.lines()).isEqualTo(said);
  }

  @Test
  void aLineIsWrittenWhileNobodyEndsTheLog() throws InterruptedException {
    reader.reads();
    logger.info("alone");
    reader.waits();
    assertThat(reader.lines()).containsExactly("alone");
    logs.stop();
  }

  @Test
  void nobodyWaitsForALogThatIsNotReadAndWhatIsLostIsCounted() throws InterruptedException {
    logger.info("first");
    reader.asked(); // the writer now waits for the reader, and all others for the writer
    for (int i = 0; i < 3_000; i++) {
      logger.info("later");
    }
    reader.reads();
    logs.stop();
    assertThat(reader.lines()).hasSize(1 + 2_048 + 1);
    assertThat(reader.lines().getLast())
        .isEqualTo("log lines lost: they came faster than they could be written lost=\"952\"");
  }

  /// Whoever reads the log, as soon as [#reads] was called.
  private static final class Reader extends OutputStream {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Semaphore asked = new Semaphore(0);
    private final Semaphore reading = new Semaphore(0);
    private final Semaphore written = new Semaphore(0);

    void reads() {
      reading.release();
    }

    void asked() throws InterruptedException {
      asked.acquire();
    }

    void waits() throws InterruptedException {
      written.acquire();
    }

    List<String> lines() {
      return said.toString(StandardCharsets.UTF_8).lines().map(String::strip).toList();
    }

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      asked.release();
      reading.acquireUninterruptibly();
      reading.release();
      said.write(bytes, from, count);
      written.release();
    }
  }
}
