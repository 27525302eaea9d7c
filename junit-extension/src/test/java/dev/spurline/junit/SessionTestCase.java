// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Classes that a build tool runs in plans of their own. */
class SessionTestCase {

    static class CountedHouse implements Blueprint {

        static final AtomicInteger DESCRIBED = new AtomicInteger();

        @Override
        public void describe(ClusterSpec cluster) {
            DESCRIBED.incrementAndGet();
            new HouseCluster().describe(cluster);
        }
    }

    @Sandbox(
            namespace = "house",
            blueprint = CountedHouse.class,
            fork = @Fork(value = "price", env = "PRICE=9"),
            evidence = Evidence.WARN)
    static class One {

        @Test
        void isOpen(LiveSandbox sandbox) {
            assertThat(sandbox.forks()).hasSize(1);
        }
    }

    @Sandbox(
            namespace = "house",
            blueprint = CountedHouse.class,
            fork = @Fork(value = "price", env = "PRICE=9"),
            evidence = Evidence.WARN)
    static class Other {

        @Test
        void isOpen(LiveSandbox sandbox) {
            assertThat(sandbox.forks()).hasSize(1);
        }
    }
}
