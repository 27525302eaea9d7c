// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.reliability.jvm.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A JVM that holds a sandbox is killed with SIGKILL: the cluster removes everything by itself. */
@ExtendWith(SharedE2eCluster.Resolver.class)
class KilledJvmIT {

    private static final Duration LEASE = Duration.ofSeconds(15);

    /** Lease, garbage collection and the end of a pod, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void nothingIsLeft(SharedE2eCluster shared) {
        try (ShopNamespace shop = shared.shop()) {
            Path kubeconfig = shared.file("killed", shop.accountKubeconfig());
            try (ChildJvm child =
                    ChildJvm.start(shared.directory(), HoldingChild.class, options(shared, shop, kubeconfig))) {
                child.say("open");
                assertThat(child.hear())
                        .as(child.log())
                        .hasValueSatisfying(word -> assertThat(word).startsWith("open "));
                assertThat(shop.leftovers()).isNotEmpty();

                child.kill();
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(shop.leftovers()).isEmpty());
        }
    }

    /** Without a mesh a sandbox has no routes, and all else. */
    private static List<String> options(SharedE2eCluster shared, ShopNamespace shop, Path kubeconfig) {
        return List.of(
                "-Dspurline.cluster=kubeconfig",
                "-Dspurline.kubeconfig=" + kubeconfig,
                "-Dspurline.context=" + AccountKubeconfig.CONTEXT,
                "-Dspurline.namespace=" + shop.name(),
                "-Dspurline.routing=" + shared.settings().routing().styles().get(0),
                "-Dspurline.lease=" + LEASE.toSeconds() + "s",
                "-cp",
                ClassLocation.classPath());
    }
}
