// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// What is loaded on another core while the command line is made and parsed: first the logs, then
/// what the command asks for.
final class LoadingAhead {
  private final CompletableFuture<Void> logs;
  private final CompletableFuture<Void> all;

  LoadingAhead(Object command) {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name("ahead").daemon().factory());
    logs = CompletableFuture.runAsync(LoggerFactory::getILoggerFactory, thread);
    if (command instanceof Ahead more) {
      all = CompletableFuture.runAsync(more::loadAhead, thread);
      thread.execute(more::loadForCalls);
    } else {
      all = logs;
    }
    thread.shutdown();
  }

  /// Nothing may be logged before the logs are set up: it would be held back and replayed.
  int beforeTheCommand(ParseResult line) {
    logs.join();
    return new RunLast().execute(line);
  }

  /// Two threads that initialize the same classes could wait for each other for ever.
  void beforeTheContext() {
    all.join();
  }
}
