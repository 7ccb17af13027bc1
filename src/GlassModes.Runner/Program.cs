System.Console.WriteLine("glassmodes");
