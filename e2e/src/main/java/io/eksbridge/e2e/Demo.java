// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e;

import io.eksbridge.e2e.nodes.Site;
import io.eksbridge.e2e.story.Play;
import io.eksbridge.e2e.story.Stage;
import io.eksbridge.e2e.story.Story;
import io.eksbridge.parts.AbsentPart;
import io.eksbridge.startup.ExitCode;
import io.eksbridge.startup.Refusal;
import io.eksbridge.startup.Startup;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The demo: the main job of all three services as real processes, each step checked. Has to run in
/// a mount namespace of its own.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the main job of all three services as real processes on this machine and checks each step.",
      "Exit code 0 when every step held, 1 when not, 2 when it cannot start."
    })
final class Demo implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--api-server",
      description =
          "Use a real kube-apiserver (e2e/parts/install) instead of the embedded Kubernetes API.")
  boolean apiServer;

  @Option(
      names = "--cluster",
      description =
          "Play on a cluster with real kubelets instead: images, helm install, pods on an EC2 node and on Fargate.")
  boolean cluster;

  public static void main(String[] arguments) {
    System.setProperty("logback.configurationFile", "demo-log.xml"); // the tale is the log
    System.exit(Startup.execute(new Demo(), List.of("DEMO"), arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    long start = System.nanoTime();
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    boolean colour = looksAtIt(System.console()) && System.getenv("NO_COLOR") == null;
    var story = new Story(out, colour);
    try (Scene scene =
        cluster ? new OnNodes(Site.open()) : new OnOneMachine(Stage.open(), apiServer)) {
      var playing = new FutureTask<>(() -> play(scene, story, out));
      Thread player = new Thread(playing, "play");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> breakOff(playing, player, scene), "break-off"));
      player.start();
      playing.get();
      boolean held = story.end(Duration.ofNanos(System.nanoTime() - start).toSeconds());
      return held ? ExitCode.OK : ExitCode.FAILED;
    } catch (CancellationException brokenOff) {
      return ExitCode.FAILED;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof AbsentPart absent) {
        throw new Refusal(String.valueOf(absent.getMessage()), absent);
      }
      throw failure;
    }
  }

  private static @Nullable Void play(Scene scene, Story story, PrintStream out) throws Exception {
    scene.raise();
    out.println("datadog-eks-bridge on " + scene.title() + "; everything runs on this machine.");
    scene.perform(story);
    return null;
  }

  private static boolean looksAtIt(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  /// Ctrl-C: the play stops where it is, then what it started is taken away.
  private static void breakOff(FutureTask<?> playing, Thread player, Scene scene) {
    try {
      if (playing.cancel(true)) {
        player.join(PATIENCE);
      }
      scene.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where the demo plays, with its steps.
  private sealed interface Scene extends AutoCloseable {
    void raise() throws Exception;

    String title();

    void perform(Story story) throws IOException, InterruptedException;

    @Override
    void close();
  }

  private record OnOneMachine(Stage stage, boolean apiServer) implements Scene {
    @Override
    public void raise() throws IOException, InterruptedException {
      stage.raise(apiServer);
    }

    @Override
    public String title() {
      return stage.title();
    }

    @Override
    public void perform(Story story) throws IOException, InterruptedException {
      Play.whole().perform(stage, story);
    }

    @Override
    public void close() {
      stage.close();
    }
  }

  private record OnNodes(Site site) implements Scene {
    @Override
    public void raise() throws Exception {
      site.raise();
    }

    @Override
    public String title() {
      return site.title();
    }

    @Override
    public void perform(Story story) throws InterruptedException {
      Site.story().perform(site, story);
    }

    @Override
    public void close() {
      site.close();
    }
  }
}
