// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.LiveSandbox;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Classes that share sandboxes, behind one that sees which of these are opened before it lets them begin. */
final class EarlyOpeningTestCase {

    /** The prices of the forks that have started, in that order. */
    static final List<String> STARTED = new CopyOnWriteArrayList<>();

    private EarlyOpeningTestCase() {}

    /** A house in which the forks of these classes tell that they have started. */
    static final class EarlyHouse implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {
            new HouseCluster().describe(cluster);
            cluster.images().inProcess("early/price:*", EarlyHouse::price);
        }

        private static PodServer price(PodContainer container) throws IOException {
            STARTED.add(String.valueOf(container.env().get("PRICE")));
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
        }
    }

    /** Has no sandbox. */
    static class ALooks {

        @Test
        void theSandboxesOfTheOthersAreOpenedMeanwhile() {
            await().atMost(Duration.ofMinutes(2)).until(() -> STARTED.size() == 2);
        }
    }

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "early/price:1", env = "PRICE=21"),
            blueprint = EarlyHouse.class,
            evidence = Evidence.WARN,
            scope = Scope.RUN)
    static class BFirst extends ItsOwn {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "early/price:1", env = "PRICE=22"),
            blueprint = EarlyHouse.class,
            evidence = Evidence.WARN,
            scope = Scope.RUN)
    static class CSecond extends ItsOwn {}

    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "early/price:1", env = "PRICE=21"),
            blueprint = EarlyHouse.class,
            evidence = Evidence.WARN,
            scope = Scope.RUN)
    static class DAsTheFirst extends ItsOwn {}

    @Disabled("not today")
    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "early/price:1", env = "PRICE=23"),
            blueprint = EarlyHouse.class,
            scope = Scope.RUN)
    static class BDisabled extends ItsOwn {}

    @EnabledIf("dev.spurline.junit.EarlyOpeningTestCase#whenItsSandboxIsOpened")
    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", image = "early/price:1", env = "PRICE=24"),
            blueprint = EarlyHouse.class,
            scope = Scope.RUN)
    static class BSkipped extends ItsOwn {}

    /** Lets its sandbox begin, and skips the class. */
    static boolean whenItsSandboxIsOpened() {
        await().atMost(Duration.ofMinutes(2)).until(() -> STARTED.contains("24"));
        return false;
    }

    static class ItsOwn {

        @Test
        void isOpen(LiveSandbox sandbox) {
            assertThat(sandbox.forks()).hasSize(1);
        }

        @Test
        void isOpenStill(LiveSandbox sandbox) {
            assertThat(sandbox.forks()).hasSize(1);
        }
    }
}
