package journal_test

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"

	"filippo.io/age"

	"iampasswd/iamclient"
	"iampasswd/iamclient/journal"
)

// BenchmarkIntend is one intention on the disk, of 32 workers that share each fsync.
func BenchmarkIntend(b *testing.B) {
	identity, err := age.GenerateX25519Identity()
	wantOK(b, err)
	seal, err := journal.ForRecipients(identity.Recipient().String())
	wantOK(b, err)
	for name, opts := range map[string]journal.Options{"plain": {}, "encrypted": {Seal: seal}} {
		b.Run(name, func(b *testing.B) {
			j := create(b, 1000, opts)
			password := iamclient.NewSecret(secret(1))
			var n atomic.Int64
			b.SetParallelism(16)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := j.Intend(context.Background(), journal.Intention{N: int(n.Add(1) % 1000), Try: 1, Password: password}); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}

// BenchmarkSealing is what was weighed against each other: a password sealed under the run's data key, and one age message
// for each password. The size is that of the sealed bytes, before base64.
func BenchmarkSealing(b *testing.B) {
	identity, err := age.GenerateX25519Identity()
	wantOK(b, err)
	b.Run("data key", func(b *testing.B) {
		seal, err := journal.ForRecipients(identity.Recipient().String())
		wantOK(b, err)
		size := 0
		for b.Loop() {
			size = len(journal.SealOnce(seal, secret(1)))
		}
		b.ReportMetric(float64(size), "bytes")
	})
	b.Run("age message", func(b *testing.B) {
		size := 0
		for b.Loop() {
			var out bytes.Buffer
			w, err := age.Encrypt(&out, identity.Recipient())
			wantOK(b, err)
			_, _ = w.Write([]byte(secret(1)))
			wantOK(b, w.Close())
			size = out.Len()
		}
		b.ReportMetric(float64(size), "bytes")
	})
}
