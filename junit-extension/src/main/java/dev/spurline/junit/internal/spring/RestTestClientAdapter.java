// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
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
            return client(requests, target.uri().toString());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("RestTestClient is not that of Spring 7.0: " + e, e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("RestTestClient cannot be made: " + e, e);
        }
    }

    /** Finds methods one by one: to list them takes the types of all, of which some are of Spring MVC. */
    private static Object client(ClientHttpRequestFactory requests, String address) throws Throwable {
        Class<?> client = load(CLIENT);
        Class<?> builder = load(CLIENT + "$Builder");
        Lookup lookup = MethodHandles.publicLookup();
        Object started = lookup.findStatic(
                        client, "bindToServer", MethodType.methodType(builder, ClientHttpRequestFactory.class))
                .invoke(requests);
        lookup.findVirtual(builder, "baseUrl", MethodType.methodType(builder, String.class))
                .invoke(started, address);
        return lookup.findVirtual(builder, "build", MethodType.methodType(client))
                .invoke(started);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw (LinkageError) new NoClassDefFoundError(name).initCause(e);
        }
    }
}
