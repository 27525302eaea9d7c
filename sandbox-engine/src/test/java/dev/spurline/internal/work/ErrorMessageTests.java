// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;

/** The client's words for refusals are those of fabric8 7.5, {@code OperationSupport.requestFailure}. */
class ErrorMessageTests {

    private static final String REQUEST =
            "Failure executing: POST at: https://10.0.0.1:6443/apis/apps/v1/namespaces/shop/deployments";

    @Test
    void aRefusalIsTheRequestAndTheServersWords() {
        assertThat(
                        ErrorMessage.of(
                                refusal(
                                        403,
                                        REQUEST
                                                + ". Message: exceeded quota: small. Received status: Status(apiVersion=v1, code=403, message=exceeded quota: small)")))
                .isEqualTo(
                        "POST https://10.0.0.1:6443/apis/apps/v1/namespaces/shop/deployments answered [403]: exceeded quota: small");
    }

    @Test
    void serversMayUseManyLinesAndSentences() {
        assertThat(ErrorMessage.of(
                        refusal(422, REQUEST + ". Message: One.\nTwo. Three. Received status: Status(code=422)")))
                .endsWith("answered [422]: One.\nTwo. Three");
    }

    @Test
    void aRefusalWithoutAStatusKeepsItsWords() {
        assertThat(ErrorMessage.of(refusal(502, REQUEST + ". Message: Bad Gateway.")))
                .endsWith("deployments answered [502]: Bad Gateway");
    }

    @Test
    void whatIsNoRefusalIsLeftAsItIs() {
        assertThat(ErrorMessage.of(new KubernetesClientException("An error has occurred.")))
                .isEqualTo("An error has occurred.");
        assertThat(ErrorMessage.of(new IllegalStateException("no"))).isEqualTo("no");
        assertThat(ErrorMessage.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }

    private static KubernetesClientException refusal(int code, String message) {
        return new KubernetesClientException(
                message, code, new StatusBuilder().withCode(code).build());
    }
}
