// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class SubcommandsTest {
  @Test
  void theOneThatIsAskedForIsTheOnlyOneLookedThrough() {
    assertThat(asked("serve", "--port=1")).containsExactly(Serve.class);
    assertThat(asked("tell", "--help")).containsExactly(Tell.class);
  }

  @Test
  void flagsWithValuesAskForNone() {
    assertThat(asked()).isEmpty();
    assertThat(asked("--port=1", "--name=serve")).isEmpty();
  }

  @Test
  void whoeverAsksForHelpOrMistypesSeesAll() {
    assertThat(asked("--help")).containsExactly(Serve.class, Tell.class);
    assertThat(asked("--port=1", "-h")).containsExactly(Serve.class, Tell.class);
    assertThat(asked("--port", "1")).containsExactly(Serve.class, Tell.class);
    assertThat(asked("sevre")).containsExactly(Serve.class, Tell.class);
  }

  @Test
  void aCommandWithoutAnyAsksForNone() {
    assertThat(Subcommands.asked(new Serve(), "serve")).isEmpty();
  }

  @Test
  void aCommandLineHasThemAll() {
    var line = Startup.commandLine(new Service(), List.of(), Map.of());

    assertThat(line.getSubcommands()).containsOnlyKeys("serve", "tell");
  }

  @Test
  void theirFlagsAreSetByVariablesToo() {
    var line = Startup.commandLine(new Service(), List.of("DD"), Map.of("DD_PORT", "7"));

    assertThat(line.execute("serve")).isEqualTo(7);
  }

  private static List<Class<?>> asked(String... arguments) {
    return Subcommands.asked(new Service(), arguments);
  }

  @Command(name = "service", mixinStandardHelpOptions = true)
  static final class Service implements Runnable, Subcommands {
    @Override
    public List<Class<?>> subcommands() {
      return List.of(Serve.class, Tell.class);
    }

    @Override
    public void run() {}
  }

  @Command(name = "serve")
  static final class Serve implements Callable<Integer> {
    @Option(names = "--port", defaultValue = "1")
    int port;

    @Override
    public Integer call() {
      return port;
    }
  }

  @Command(name = "tell", mixinStandardHelpOptions = true)
  static final class Tell implements Runnable {
    @Override
    public void run() {}
  }
}
