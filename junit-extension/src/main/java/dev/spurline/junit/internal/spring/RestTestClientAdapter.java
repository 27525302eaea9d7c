// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * The {@code RestTestClient} of Spring 7. Its methods are called by name: the extension is compiled against Spring 6.2, which
 * runs with JUnit 5 and does not have it; Spring 7 wants JUnit 6.
 */
public final class RestTestClientAdapter implements ClientAdapter {

    private static final String CLIENT = "org.springframework.test.web.servlet.client.RestTestClient";

    /** For {@link java.util.ServiceLoader}. */
    public RestTestClientAdapter() {}

    @Override
    public Class<?> type() {
        return load(CLIENT);
    }

    @Override
    public Object create(ClientTarget target) {
        ClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(target.client(HttpClient.class));
        try {
            Object builder = load(CLIENT)
                    .getMethod("bindToServer", ClientHttpRequestFactory.class)
                    .invoke(null, requests);
            Class<?> type = load(CLIENT + "$Builder");
            type.getMethod("baseUrl", String.class).invoke(builder, target.uri().toString());
            return type.getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("RestTestClient is not that of Spring 7.0: " + e, e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw (LinkageError) new NoClassDefFoundError(name).initCause(e);
        }
    }
}
