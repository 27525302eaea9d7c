// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.internal.blueprint.KubeconfigFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches the node and the mesh of a blueprint to an API server, until it is terminated:
 *
 * <pre>
 * java -cp … dev.spurline.embedded.AttachedNode --kubeconfig FILE --context NAME --blueprint com.example.ShopCluster
 * </pre>
 *
 * <p>A context is never used just because it is current, so that it has to be named. SIGTERM and Ctrl-C remove what was
 * made. See {@link EmbeddedCluster#attach}.
 *
 * @since 0.1
 */
public final class AttachedNode {

    private static final Logger LOG = LoggerFactory.getLogger(AttachedNode.class);
    private static final String USAGE =
            "Usage: %s --kubeconfig FILE --context NAME --blueprint CLASS".formatted(AttachedNode.class.getName());

    private AttachedNode() {}

    /**
     * Attaches and stays.
     *
     * @param args {@code --kubeconfig FILE --context NAME --blueprint CLASS}
     * @throws ClusterException if an argument is missing or wrong, or if the blueprint's workloads do not become ready
     */
    public static void main(String... args) throws InterruptedException {
        EmbeddedCluster cluster = attach(args);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            cluster.close();
                            ended.countDown();
                        },
                        "spurline-attached-exit"));
        LOG.info("Attached; terminate this process to remove everything");
        ended.await();
    }

    static EmbeddedCluster attach(String... args) {
        Map<String, String> options = options(args);
        String kubeconfig = KubeconfigFile.read(Path.of(option(options, "kubeconfig")), option(options, "context"));
        return EmbeddedCluster.attach(kubeconfig, blueprint(option(options, "blueprint")));
    }

    private static Map<String, String> options(String... args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!args[i].matches("--(kubeconfig|context|blueprint)") || i + 1 == args.length) {
                throw new ClusterException("Argument [%s] is unknown or has no value. %s".formatted(args[i], USAGE));
            }
            options.put(args[i].substring(2), args[i + 1]);
        }
        return options;
    }

    private static String option(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name))
                .orElseThrow(() -> new ClusterException("Argument [--%s] is missing. %s".formatted(name, USAGE)));
    }

    private static Blueprint blueprint(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(Blueprint.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ClusterException(
                    "Blueprint [%s] cannot be made: name a class on the class path that implements Blueprint and has a public constructor without parameters (%s)"
                            .formatted(name, e),
                    e);
        }
    }
}
