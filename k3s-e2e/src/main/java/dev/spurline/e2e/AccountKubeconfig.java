// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Makes a kubeconfig with nothing but a token of a ServiceAccount. */
public final class AccountKubeconfig {

    /** The name of its context. */
    public static final String CONTEXT = "spurline-e2e";

    private static final Duration VALID = Duration.ofDays(1);

    private AccountKubeconfig() {}

    static String of(KubernetesClient client, String namespace, String account) {
        String token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(VALID.toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        Config admin = client.getConfiguration();
        return Serialization.asYaml(new ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .addNewCluster()
                .withName(CONTEXT)
                .withNewCluster()
                .withServer(admin.getMasterUrl())
                .withCertificateAuthorityData(authority(admin.getCaCertData(), admin.getCaCertFile()))
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(account)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addNewContext()
                .withName(CONTEXT)
                .withNewContext()
                .withCluster(CONTEXT)
                .withUser(account)
                .withNamespace(namespace)
                .endContext()
                .endContext()
                .withCurrentContext(CONTEXT)
                .build());
    }

    private static @Nullable String authority(@Nullable String data, @Nullable String file) {
        try {
            return data != null || file == null
                    ? data
                    : Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
