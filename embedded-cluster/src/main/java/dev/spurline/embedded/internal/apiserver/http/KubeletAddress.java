// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import io.vertx.core.http.RequestOptions;

/**
 * Where a kubelet answers.
 *
 * @param host its host
 * @param port its port
 * @param tls whether it wants TLS there
 */
record KubeletAddress(String host, int port, boolean tls) {

    /** Makes a request go there. */
    <T extends RequestOptions> T lead(T request) {
        request.setHost(host).setPort(port).setSsl(tls);
        return request;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
