// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTests {

    private final SecretNames names = SecretNames.with(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASSWORD",
                "DB_PASSWORD",
                "db-password",
                "spring.datasource.password",
                "dbPassword",
                "DBPassword",
                "DB__PASSWORD",
                "PASSWORD_2",
                "DB_PASSWORD2",
                "DB_PASSWORD_OLD",
                "PGPASSWORD",
                "MYSQL_PWD",
                "REDIS_PASSWD",
                "SSH_PASSPHRASE",
                "SMTP_PASS",
                "CLIENT_SECRET",
                "clientSecret",
                "WEBHOOK_SECRETS",
                "GITHUB_TOKEN",
                "API_TOKENS",
                "AUTHTOKEN",
                "STRIPE_KEY",
                "APP_KEY",
                "API_KEY",
                "apiKey",
                "APIKey",
                "APIKEY",
                "x-api-key",
                "AWS_ACCESS_KEY_ID",
                "AWS_SECRET_ACCESS_KEY",
                "PRIVATE_KEY_PEM",
                "private-key",
                "key",
                "SIGNING_KEYS",
                "GCP_CREDENTIALS",
                "GCP_CREDENTIAL",
                "SENTRY_DSN",
                "CONNECTION_STRING",
                "ConnectionStrings",
                "AzureConnectionString",
                "BASIC_AUTH",
                "Authorization",
                "Proxy-Authorization",
                "JWT",
                "--password",
                "PASSWORD_URL"
            })
    void someNamesSayThatTheirValueIsASecret(String name) {
        assertThat(names.secret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DISCOUNT",
                "MONKEY",
                "KEYBOARD",
                "TURKEY",
                "KEYCLOAK_REALM",
                "MONKEY_BUSINESS",
                "KEY_COUNT",
                "ROUTING_KEY",
                "routing-key",
                "SPURLINE_POD_ROUTING_KEY",
                "KAFKA_PARTITION_KEY",
                "JWT_PUBLIC_KEY",
                "CACHE_KEYS",
                "PASSWORD_FILE",
                "DB_PASSWORD_FILE",
                "SECRET_NAME",
                "secretName",
                "secretKeyRef",
                "imagePullSecrets",
                "topologyKey",
                "TOKEN_URL",
                "TOKEN_TTL_SECONDS",
                "PASSWORD_MIN_LENGTH",
                "AUTH_ENABLED",
                "AUTHOR",
                "AUTHORITY",
                "AUTH_SERVICE_HOST",
                "COMPASS",
                "BYPASS",
                "PASS_THROUGH",
                "TOKENIZER",
                "SECRETARY",
                "PRIVATELY",
                "JWT_ISSUER",
                "DATABASE_URL"
            })
    void othersDoNot(String name) {
        assertThat(names.secret(name)).isFalse();
    }

    @Test
    void aSettingAddsWordsThatAreSecretWhateverElseTheNameSays() {
        SecretNames more = SecretNames.with(List.of("license", "WEBHOOK_URL", "pin"));

        assertThat(Stream.of("LICENSE", "SHOP_LICENSE_FILE", "licenseText", "SLACK_WEBHOOK_URL", "webhookUrl", "PIN"))
                .allMatch(more::secret);
        assertThat(Stream.of("WEBHOOK_PORT", "URL", "SPINNER", "LICENSED", "DISCOUNT"))
                .noneMatch(more::secret);
    }

    @Test
    void veryNamesAndPrefixesAreKnownAsTheyAreWritten() {
        SecretNames more = names.and(Set.of("MODE"), Set.of("VAULT_"));

        assertThat(Stream.of("MODE", "VAULT_HOST", "PASSWORD")).allMatch(more::secret);
        assertThat(Stream.of("mode", "MODE_2", "MY_VAULT_HOST")).noneMatch(more::secret);
    }

    @Test
    void aHeaderThatCarriesTheRoutingKeyIsNone() {
        SecretNames fewer = names.without(List.of("x-spurline-key"));

        assertThat(Stream.of("x-spurline-key", "X-Spurline-Key")).noneMatch(fewer::secret);
        assertThat(fewer.secret("x-other-key")).isTrue();
    }

    @Test
    void everyWordIsDocumented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(Stream.of(SecretNames.ENDINGS, SecretNames.WORDS, SecretNames.LAST_WORDS, SecretNames.HARMLESS)
                        .flatMap(List::stream))
                .allSatisfy(word -> assertThat(page).contains("`" + word + "`"));
    }

    @ParameterizedTest
    @CsvSource({
        "-MAX_TOKENS, LLM_MAX_TOKENS, false",
        "-max.tokens, maxTokens, false",
        "-MAX_TOKENS, MAX_TOKENS_MAX_TOKENS, false",
        "-MAX_TOKENS, TOKENS, true",
        "-MAX_TOKENS, API_KEY_MAX_TOKENS, true",
        "-TOKEN, API_TOKENS, false",
        "-TOKEN, AUTHTOKEN, true",
        "-TOKEN, TOKEN_PASSWORD, true",
        "-KEY, SORT_ORDER_KEY, false",
        "-PATH, SECRET_PATH, false"
    })
    void aDashTakesWordsOff(String item, String name, boolean secret) {
        assertThat(SecretNames.with(List.of(item)).secret(name)).isEqualTo(secret);
    }

    @Test
    void whatElseIsKnownToBeSecretStaysSo() {
        assertThat(SecretNames.with(List.of("-TOKEN", "TOKEN")).secret("API_TOKEN"))
                .isTrue();
        assertThat(SecretNames.with(List.of("-TOKEN"))
                        .and(List.of("API_TOKEN"), List.of())
                        .secret("API_TOKEN"))
                .isTrue();
    }
}
