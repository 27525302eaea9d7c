// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/** Says in one line what becomes of this module in a build, before it takes long. */
public final class E2eCheck {

    static final String NOT_RUN =
            "k3s-e2e was compiled and not run: mvn -Pk3s-e2e verify runs it on K3s in a container (docs/e2e.md)";

    static final String NO_CLUSTER =
            "There is no cluster for k3s-e2e, as no Docker answers here: start Docker, or name a cluster that is there with -Dspurline.e2e.kubeconfig=FILE -Dspurline.e2e.context=NAME";

    private E2eCheck() {}

    /**
     * Says that nothing was run, or fails if nothing could be.
     *
     * @param arguments {@code not-run} or {@code cluster}
     * @throws E2eException if no cluster is to be had
     */
    public static void main(String... arguments) {
        if (arguments[0].equals("not-run")) {
            System.out.println(NOT_RUN);
        } else {
            requireCluster(E2eSettings.of(System.getProperties()), E2eCheck::dockerAnswers);
        }
    }

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static void requireCluster(E2eSettings settings, BooleanSupplier docker) {
        if (settings.kubeconfig().isEmpty() && !docker.getAsBoolean()) {
            throw new E2eException(NO_CLUSTER);
        }
    }
}
